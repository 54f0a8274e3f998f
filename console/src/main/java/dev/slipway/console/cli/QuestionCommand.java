package dev.slipway.console.cli;

import java.time.Duration;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A command that asks about an environment's cluster, and waits for the answer. */
abstract class QuestionCommand extends ConsoleCommand {
  private static final Duration QUIETLY = Duration.ofSeconds(2);
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description =
          "How long to wait for the answer: 90s, 10m; 60s by default. Then the exit code is 4.")
  String timeout = "60s";

  QuestionCommand(Surroundings around) {
    super(around);
  }

  /**
   * Asks, and gives the exit code once the answer is shown.
   *
   * @param doing for people, while they wait: {@code comparing staging}
   */
  int ask(String environment, String action, ObjectNode body, String doing) {
    Duration limit = RequestCommand.limit(timeout);
    ConsoleClient console = console();
    long asked = System.nanoTime();
    JsonNode accepted =
        console.post(
            "/api/v1/environments/" + ConsoleClient.encoded(environment) + "/" + action, body);
    String id = text(accepted, "id");
    Duration pause = QUIETLY;
    while (true) {
      Duration left = limit.minusNanos(System.nanoTime() - asked);
      JsonNode state = await(console, id, shorter(pause, left));
      if (state.path("done").asBoolean(false)) {
        return answered(state);
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - asked);
      if (waited.compareTo(limit) >= 0) {
        return late(id, limit);
      }
      around().err().println("slipway: " + doing + ", " + waited.toSeconds() + " s so far");
      pause = BETWEEN_WORDS;
    }
  }

  private static JsonNode await(ConsoleClient console, String id, Duration atMost) {
    return console.get(
        "/api/v1/requests/"
            + ConsoleClient.encoded(id)
            + ConsoleClient.query("known", "PENDING", "wait", atMost.toString()));
  }

  private static Duration shorter(Duration pause, Duration left) {
    Duration positive = left.isNegative() ? Duration.ZERO : left;
    return pause.compareTo(positive) < 0 ? pause : positive;
  }

  private int answered(JsonNode state) {
    JsonNode answer = state.path("answer");
    boolean succeeded = state.path("succeeded").asBoolean(false);
    if (options.json()) {
      printJson(answer);
    } else if (!succeeded) {
      around()
          .err()
          .println(
              "slipway: declined ("
                  + text(answer, "reason")
                  + "): "
                  + Columns.plain(text(answer, "message")));
    } else {
      show(answer);
    }
    return succeeded ? exitCode(answer) : ExitCode.FAILED;
  }

  /** Shows it to people. */
  abstract void show(JsonNode answer);

  /** What the command ends with once its question is answered. */
  int exitCode(JsonNode answer) {
    return ExitCode.OK;
  }

  private int late(String id, Duration limit) {
    around()
        .err()
        .println(
            "slipway: no answer after "
                + limit.toSeconds()
                + " s. Is a cluster applier running (slipway services)? The question stands:"
                + " slipway events --correlation "
                + id);
    return ExitCode.TIME_LIMIT;
  }

  /** {@code Deployment/web in acme}. */
  static String name(JsonNode object) {
    String namespace = text(object, "namespace");
    return text(object, "kind")
        + "/"
        + text(object, "name")
        + (namespace.isEmpty() ? "" : " in " + namespace);
  }

  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
