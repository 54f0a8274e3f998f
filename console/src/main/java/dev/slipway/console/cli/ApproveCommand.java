package dev.slipway.console.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "approve",
    description = {
      "Lets the versions that wait here run, as far as an approval is missing.",
      "An approval counts for the digests that it shows, never for a tag that moves."
    },
    footer = {
      "",
      "Examples:",
      "  slipway approve production",
      "  slipway approve production --digest sha256:4f1a... --reason 'tested by QA'"
    })
final class ApproveCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      description = "What is approved; by default every digest that waits. May be repeated.")
  List<String> digests = new ArrayList<>();

  ApproveCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    List<String> approved = digests.isEmpty() ? waiting() : digests;
    ObjectNode body = ConsoleClient.body();
    approved.forEach(body.putArray("digests")::add);
    return ask(environment, "approve", body, "approve " + String.join(", ", approved));
  }

  private List<String> waiting() {
    JsonNode status =
        console().get("/api/v1/status" + ConsoleClient.query("environment", environment));
    List<String> waiting = new ArrayList<>();
    for (JsonNode image : status.path("environments").path(0).path("images")) {
      if (image.path("needsApproval").asBoolean(false)) {
        waiting.add(text(image, "desiredDigest"));
        if (!options.json()) {
          print(
              text(image, "repository")
                  + ":"
                  + text(image, "desired")
                  + " is "
                  + text(image, "desiredDigest"));
        }
      }
    }
    if (waiting.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILED, "nothing in " + environment + " waits for an approval");
    }
    return waiting;
  }
}
