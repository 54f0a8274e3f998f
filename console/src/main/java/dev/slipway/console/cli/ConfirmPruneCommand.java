package dev.slipway.console.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "confirm-prune",
    description = {
      "Lets the revision that was refused with PRUNE_LIMIT delete what left the environment.",
      "Look at what status says it would delete first: a broken folder looks the same."
    },
    footer = {
      "",
      "Example:",
      "  slipway confirm-prune production --reason 'the old shop is gone for good'"
    })
final class ConfirmPruneCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Option(
      names = "--sequence",
      paramLabel = "SEQUENCE",
      description = "The one revision, as status --output json shows it; by default the newest.")
  @Nullable String sequence;

  ConfirmPruneCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    String chosen = sequence == null ? failed() : sequence;
    return ask(
        environment,
        "confirm-prune",
        ConsoleClient.body().put("sequence", chosen),
        "deleting confirmed in " + environment + ", revision " + chosen);
  }

  private String failed() {
    JsonNode status =
        console()
            .get("/api/v1/status" + ConsoleClient.query("environment", environment))
            .path("environments")
            .path(0);
    if (!text(status, "progress").equals("FAILED")) {
      throw new CommandFailure(ExitCode.FAILED, "no revision was refused in " + environment);
    }
    return text(status, "sequence");
  }
}
