package dev.slipway.console.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "status",
    description = "Where every environment stands: desired, running, held and why.",
    footer = {
      "",
      "Examples:",
      "  slipway status",
      "  slipway status production",
      "  slipway status --output json | jq '.environments[] | {environment, progress}'"
    })
final class StatusCommand extends ConsoleCommand {
  @Parameters(arity = "0..1", paramLabel = "ENVIRONMENT", description = "Only this one.")
  @Nullable String environment;

  StatusCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    JsonNode status =
        console().get("/api/v1/status" + ConsoleClient.query("environment", environment));
    if (options.json()) {
      printJson(status);
      return ExitCode.OK;
    }
    Columns columns = new Columns();
    status.path("environments").forEach(each -> rows(each, columns));
    print(columns);
    if (status.path("environments").isEmpty()) {
      print("no environment is declared yet");
    }
    status.path("refused").forEach(this::refused);
    return ExitCode.OK;
  }

  private void refused(JsonNode configuration) {
    Columns lines = new Columns();
    lines.row(
        Colour.RED,
        "CONFIGURATION REFUSED "
            + text(configuration, "source")
            + " at "
            + commit(configuration, "revision")
            + ": the last good one stays");
    configuration.path("problems").forEach(problem -> lines.row("  " + problem.asString("")));
    print(lines);
  }

  private static void rows(JsonNode environment, Columns columns) {
    String name = text(environment, "environment");
    JsonNode images = environment.path("images");
    for (JsonNode image : images) {
      String progress = text(image, "progress");
      columns.row(
          Colour.of(progress), name, label(image), versions(image), state(environment, progress));
    }
    if (images.isEmpty()) {
      String progress = text(environment, "progress");
      columns.row(Colour.of(progress), name, "-", "-", state(environment, progress));
    }
    for (JsonNode proposal : environment.path("proposals")) {
      columns.row(Colour.YELLOW, name, "-", "-", proposal.asString(""));
    }
    for (JsonNode away : environment.path("outages")) {
      String waits =
          away.path("waits").asBoolean()
              ? "; revision " + commit(environment, "commit") + " waits"
              : "";
      columns.row(Colour.RED, name, "-", "-", Outages.words(away) + waits);
    }
    JsonNode hold = environment.path("hold");
    if (hold.isObject()) {
      columns.row(Colour.YELLOW, name, "-", "-", onHold(name, hold));
    }
  }

  private static String label(JsonNode image) {
    String repository = text(image, "repository");
    return image.path("name").asString(repository.substring(repository.lastIndexOf('/') + 1));
  }

  private static String versions(JsonNode image) {
    String desired = text(image, "desired");
    String running =
        image
            .path("running")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(", "));
    return running.isEmpty() || running.equals(desired) ? desired : running + " → " + desired;
  }

  private static String state(JsonNode environment, String progress) {
    boolean whole = progress.equals(text(environment, "progress"));
    List<String> parts = new ArrayList<>();
    if (whole && !text(environment, "detail").isEmpty()) {
      parts.add(text(environment, "detail"));
    }
    if (whole && environment.has("since")) {
      parts.add("since " + Times.minute(text(environment, "since")));
    }
    if (whole && environment.has("whatHelps")) {
      parts.add(text(environment, "whatHelps"));
    }
    String details = String.join(", ", parts);
    return switch (progress) {
      case "HELD", "FAILED" -> progress + " " + details;
      case "PENDING" -> details;
      default ->
          progress.toLowerCase(Locale.ROOT).replace('_', ' ')
              + (details.isEmpty() ? "" : " " + details);
    };
  }

  private static String onHold(String name, JsonNode hold) {
    String reason = text(hold, "reason");
    return "ON HOLD by "
        + hold.path("actor").path("name").asString(text(hold, "actor"))
        + (reason.isEmpty() ? "" : ": " + reason)
        + ", since "
        + Times.minute(text(hold, "since"))
        + ", until: slipway resume "
        + name;
  }
}
