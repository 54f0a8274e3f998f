package dev.slipway.console.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "unpin",
    description = "Ends a pin: the policy decides again.",
    footer = {"", "Example:", "  slipway unpin staging api"})
final class UnpinCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Parameters(index = "1", paramLabel = "IMAGE", description = "The name in slipway.yaml.")
  String image = "";

  UnpinCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    return ask(
        environment,
        "unpin",
        ConsoleClient.body().put("image", image),
        "unpin " + image + " in " + environment);
  }
}
