package dev.slipway.console.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "environment",
    description = "Sets environments up.",
    subcommands = EnvironmentCommand.Create.class)
final class EnvironmentCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this.")
  boolean help;

  @Command(
      name = "create",
      description = {
        "Sets an environment up in its cluster: its namespace, and the object that says so.",
        "What was refused because it was absent is applied then, the guard's way. Done again it"
            + " makes nothing. slipway.yaml declares the environment."
      },
      footer = {
        "",
        "Example:",
        "  slipway environment create production --reason 'the new region'"
      })
  static final class Create extends QuestionCommand {
    @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "As slipway.yaml names it.")
    String environment = "";

    @Mixin ReasonOption why = new ReasonOption();

    Create(Surroundings around) {
      super(around);
    }

    @Override
    public Integer call() {
      return ask(environment, "create", why.in(ConsoleClient.body()), "setting up " + environment);
    }

    @Override
    void show(JsonNode answer) {
      JsonNode objects = answer.path("objects");
      String where = text(answer, "environment") + " in cluster " + text(answer, "cluster");
      if (objects.isEmpty()) {
        print(where + " was set up already");
        return;
      }
      print(where + " is set up. Made:");
      objects.forEach(object -> print("  " + name(object)));
    }
  }
}
