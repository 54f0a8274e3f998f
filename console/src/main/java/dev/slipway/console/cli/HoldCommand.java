package dev.slipway.console.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "hold",
    description = "Nothing is applied, restarted or corrected here until resume.",
    footer = {"", "Example:", "  slipway hold production --reason 'release day'"})
final class HoldCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  HoldCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    return ask(environment, "hold", ConsoleClient.body(), "hold " + environment);
  }
}
