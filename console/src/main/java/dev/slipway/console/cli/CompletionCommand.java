package dev.slipway.console.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

@Command(
    name = "completion",
    description = "A script that completes commands and options in bash and zsh.",
    footer = {"", "Example:", "  source <(slipway completion)"})
final class CompletionCommand implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  private final Surroundings around;

  CompletionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    CommandLine all = SlipwayCommand.commandLine(around);
    for (String name : around.commands().split(",", -1)) {
      if (!name.isBlank()) {
        all.addSubcommand(name, new CommandLine(CommandSpec.create()));
      }
    }
    around.out().println(AutoComplete.bash("slipway", all));
    return ExitCode.OK;
  }
}
