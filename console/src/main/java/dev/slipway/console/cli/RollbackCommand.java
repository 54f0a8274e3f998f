package dev.slipway.console.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "rollback",
    description = {
      "Puts images back to the last versions that ran well here.",
      "A guarded environment waits for its queues as always."
    },
    footer = {
      "",
      "Examples:",
      "  slipway rollback staging",
      "  slipway rollback production web --wait"
    })
final class RollbackCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Parameters(
      index = "1..*",
      paramLabel = "IMAGE",
      description = "Only these; by default all whose current version did not run well.")
  List<String> images = new ArrayList<>();

  RollbackCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    ObjectNode body = ConsoleClient.body();
    images.forEach(body.putArray("images")::add);
    String what = images.isEmpty() ? "every image" : String.join(", ", images);
    return ask(environment, "rollback", body, "rollback " + what + " in " + environment);
  }
}
