package dev.slipway.console.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
    name = "events",
    description = "What happened, and with --follow what happens.",
    footer = {
      "",
      "Examples:",
      "  slipway events --follow",
      "  slipway events --environment production --since 1h",
      "  slipway events --type update-declined --type revision-held",
      "  slipway events --image web --follow --output json"
    })
final class EventsCommand extends ConsoleCommand {
  @Option(
      names = {"-f", "--follow"},
      description = "Goes on until Ctrl-C.")
  boolean follow;

  @Option(
      names = {"-e", "--environment"},
      paramLabel = "NAME",
      description = "Only this environment.")
  @Nullable String environment;

  @Option(
      names = {"-i", "--image"},
      paramLabel = "NAME",
      description = "Only this image: its name in slipway.yaml, or its repository.")
  @Nullable String image;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      description = "Only these, as in rollout-succeeded. May be repeated.")
  List<String> types = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Not older than this: 10m, 2h, 3d, or 2026-11-20T14:02:00Z.")
  @Nullable String since;

  @Option(
      names = "--correlation",
      paramLabel = "ID",
      description = "Only what this push or request started.")
  @Nullable String correlation;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "N",
      description = "The newest N; 100 by default, 10 with --follow.")
  @Nullable Integer last;

  EventsCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    int limit = last != null ? last : follow ? 10 : 100;
    String query =
        ConsoleClient.query(
            "environment",
            environment,
            "image",
            image,
            "type",
            types.isEmpty() ? null : String.join(",", types),
            "since",
            since == null ? null : instant(since),
            "correlation",
            correlation,
            "limit",
            Integer.toString(limit),
            "follow",
            follow ? "true" : null);
    if (follow) {
      console().lines("/api/v1/events" + query, this::printLine);
      throw new CommandFailure(ExitCode.UNREACHABLE, "the console ended the stream");
    }
    JsonNode events = console().get("/api/v1/events" + query);
    if (options.json()) {
      printJson(events);
      return ExitCode.OK;
    }
    Columns columns = new Columns();
    events.path("events").forEach(event -> row(event, columns));
    print(columns);
    return ExitCode.OK;
  }

  private void printLine(String line) {
    if (options.json()) {
      around().out().println(line);
      return;
    }
    JsonNode event = ConsoleClient.json(line);
    // Lines come one by one: the usual widths keep them below each other.
    print(
        new Columns()
            .row(
                colour(event),
                Times.second(text(event, "time")),
                padded(text(event, "environment"), 12),
                padded(text(event, "type"), 20),
                text(event, "text")));
  }

  private static void row(JsonNode event, Columns columns) {
    columns.row(
        colour(event),
        Times.second(text(event, "time")),
        text(event, "environment"),
        text(event, "type"),
        text(event, "text"));
  }

  private static Colour colour(JsonNode event) {
    return switch (text(event, "type")) {
      case "rollout-succeeded" -> Colour.GREEN;
      case "rollout-failed", "update-declined", "configuration-rejected" -> Colour.RED;
      case "revision-held", "environment-held", "configuration-limited" -> Colour.YELLOW;
      default -> Colour.NONE;
    };
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** {@code 10m} is ten minutes ago. */
  private static String instant(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    try {
      if (upper.matches("\\d+[SMH]")) {
        return Instant.now().minus(Duration.parse("PT" + upper)).toString();
      }
      if (upper.matches("\\d+D")) {
        return Instant.now().minus(Duration.parse("P" + upper)).toString();
      }
      return Instant.parse(text).toString();
    } catch (DateTimeParseException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "'" + text + "' is no time: 10m, 2h, 3d, or 2026-11-20T14:02:00Z", e);
    }
  }
}
