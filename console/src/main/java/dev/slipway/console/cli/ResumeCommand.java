package dev.slipway.console.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    description = "Ends a hold: what waited goes on.",
    footer = {"", "Example:", "  slipway resume production"})
final class ResumeCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  ResumeCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    return ask(environment, "resume", ConsoleClient.body(), "resume " + environment);
  }
}
