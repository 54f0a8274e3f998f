package dev.slipway.console.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "promote",
    description =
        "Takes what was proven in the environment that this one promotes from, under the same"
            + " digest.",
    footer = {
      "",
      "Examples:",
      "  slipway promote production",
      "  slipway promote production web --wait --reason 'release 12'"
    })
final class PromoteCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Parameters(index = "1..*", paramLabel = "IMAGE", description = "Only these; all by default.")
  List<String> images = new ArrayList<>();

  PromoteCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    ObjectNode body = ConsoleClient.body();
    images.forEach(body.putArray("images")::add);
    String what = images.isEmpty() ? "every image" : String.join(", ", images);
    return ask(environment, "promote", body, "promote " + what + " in " + environment);
  }
}
