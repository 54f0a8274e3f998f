package dev.slipway.console.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "override",
    description = {
      "Lets the revision that waits here go past queues, freeze windows and missing proof.",
      "Long jobs that still run may be lost. Never goes past a hold or a missing approval. Everyone"
          + " is told, with the reason."
    },
    footer = {
      "",
      "Example:",
      "  slipway override production --reason 'the jobs are stuck, see #4711'"
    })
final class OverrideCommand extends RequestCommand {
  @Parameters(index = "0", paramLabel = "ENVIRONMENT", description = "Where.")
  String environment = "";

  @Option(
      names = "--sequence",
      paramLabel = "SEQUENCE",
      description = "The one revision, as status --output json shows it; by default what waits.")
  @Nullable String sequence;

  OverrideCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    if (why.isMissing()) {
      throw new CommandFailure(ExitCode.USAGE, "an override needs --reason: everyone is told");
    }
    String chosen = sequence == null ? waiting() : sequence;
    return ask(
        environment,
        "override",
        ConsoleClient.body().put("sequence", chosen),
        "past the gate in " + environment + ", revision " + chosen);
  }

  private String waiting() {
    JsonNode status =
        console()
            .get("/api/v1/status" + ConsoleClient.query("environment", environment))
            .path("environments")
            .path(0);
    if (!text(status, "progress").equals("HELD")) {
      throw new CommandFailure(ExitCode.FAILED, "no revision waits in " + environment);
    }
    return text(status, "sequence");
  }
}
