package dev.slipway.console.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A command that asks something of an environment, and may wait for what becomes of it. */
abstract class RequestCommand extends ConsoleCommand {
  private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

  @Mixin ReasonOption why = new ReasonOption();

  @Option(
      names = {"-w", "--wait"},
      description = "Waits until it runs, or until it is declined or fails.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long --wait waits: 90s, 10m; 10m by default. Then the exit code is 4.")
  String timeout = "10m";

  RequestCommand(Surroundings around) {
    super(around);
  }

  int ask(String environment, String action, ObjectNode body, String what) {
    Duration limit = limit();
    ConsoleClient console = console();
    JsonNode accepted =
        console.post(
            "/api/v1/environments/" + ConsoleClient.encoded(environment) + "/" + action,
            why.in(body));
    if (!wait && options.json()) {
      printJson(accepted);
      return ExitCode.OK;
    }
    if (!wait) {
      print(what + ": requested. Its steps: slipway events --correlation " + text(accepted, "id"));
      return firstNews(console, text(accepted, "id"));
    }
    if (!options.json()) {
      print(what + ": requested");
    }
    return await(console, text(accepted, "id"), limit);
  }

  /** Most requests that are declined are declined at once: nobody should have to ask for it. */
  private int firstNews(ConsoleClient console, String id) {
    JsonNode state;
    try {
      state = state(console, id, "PENDING", around().firstLook());
    } catch (CommandFailure e) {
      return ExitCode.OK; // The console has not read the request yet; it stands all the same.
    }
    if (!text(state, "progress").equals("PENDING")) {
      show(state);
    }
    return text(state, "progress").equals("DECLINED") ? ExitCode.FAILED : ExitCode.OK;
  }

  private static JsonNode state(ConsoleClient console, String id, String known, Duration atMost) {
    return console.get(
        "/api/v1/requests/"
            + ConsoleClient.encoded(id)
            + ConsoleClient.query("known", known, "wait", atMost.toString()));
  }

  private void show(JsonNode state) {
    around()
        .out()
        .println(
            Colour.of(text(state, "progress"))
                .paint(Columns.plain(line(state)), around().coloured()));
  }

  private static String line(JsonNode state) {
    return text(state, "progress").toLowerCase(Locale.ROOT).replace('_', ' ') + detail(state);
  }

  private int await(ConsoleClient console, String id, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    String known = "PENDING";
    String shown = "";
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      JsonNode state =
          state(console, id, known, left.compareTo(LONGEST_POLL) < 0 ? left : LONGEST_POLL);
      known = text(state, "progress");
      boolean done = state.path("done").asBoolean(false);
      if (!line(state).equals(shown) && !options.json()) {
        shown = line(state);
        show(state);
      }
      if (done || System.nanoTime() >= deadline) {
        if (options.json()) {
          printJson(state);
        }
        return done ? ended(state) : late(limit, known);
      }
    }
  }

  private static int ended(JsonNode state) {
    return state.path("succeeded").asBoolean(false) ? ExitCode.OK : ExitCode.FAILED;
  }

  private int late(Duration limit, String known) {
    around()
        .err()
        .println(
            "slipway: not done after "
                + limit.toSeconds()
                + " s, still "
                + known.toLowerCase(Locale.ROOT)
                + ". The request stands and goes on.");
    return ExitCode.TIME_LIMIT;
  }

  private static String detail(JsonNode state) {
    String text = text(state, "text");
    String commit = commit(state, "commit");
    return (commit.isEmpty() ? "" : " " + commit) + (text.isEmpty() ? "" : ": " + text);
  }

  private Duration limit() {
    return limit(timeout);
  }

  static Duration limit(String timeout) {
    try {
      return Duration.parse("PT" + timeout.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException e) {
      throw new CommandFailure(
          ExitCode.USAGE, "--timeout '" + timeout + "' is no time: 90s, 10m, 1h30m", e);
    }
  }
}
