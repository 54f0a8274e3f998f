package dev.slipway.console.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** A command that asks a console. */
abstract class ConsoleCommand implements Callable<Integer> {
  @Mixin ConsoleOptions options = new ConsoleOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  private final Surroundings around;

  ConsoleCommand(Surroundings around) {
    this.around = around;
  }

  Surroundings around() {
    return around;
  }

  ConsoleClient console() {
    return options.connect(around);
  }

  void print(String line) {
    around.out().println(Columns.plain(line));
  }

  void print(Columns columns) {
    columns.print(around.out(), around.coloured());
  }

  void printJson(JsonNode json) {
    around.out().println(json.toPrettyString());
  }

  /** A commit's first characters, as people write it. */
  static String commit(JsonNode node, String field) {
    String commit = text(node, field);
    return commit.substring(0, Math.min(8, commit.length()));
  }

  static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
