package dev.slipway.endtoend;

import static dev.slipway.endtoend.Slipway.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes one part after the other away while an image is pushed. What was pushed runs soon after the
 * part is back, and each service concerned has said once that an outage began and once that it
 * ended.
 */
class OutagesE2EIT {
  private static final String AWAY = "does not answer since ";
  private static final Pattern WAITS =
      Pattern.compile("cluster \\S+ " + AWAY + ".*; revision [0-9a-f]{8} waits");
  private static final List<String> ALL =
      List.of(
          "registry-watcher",
          "manifest-writer",
          "queue-guard",
          "cluster-applier",
          "notifier",
          "console");

  @SuppressWarnings("NullAway.Init") // before the first test
  private static Slipway slipway;

  @BeforeAll
  static void start(@TempDir Path data) {
    slipway = Slipway.up(data, "--broker-apart");
    await(
        "everything runs what it begins with",
        () -> slipway.runs("production", "web", Slipway.FIRST_TAG));
  }

  @AfterAll
  static void stop() {
    slipway.close();
  }

  @Test
  void theRegistryAnswers429() {
    survives("registry", 6, "REGISTRY_RATE_LIMITED", List.of("registry-watcher"));
  }

  @Test
  void gitIsAway() {
    survives("git", 6, "GIT_UNAVAILABLE", List.of("manifest-writer"));
  }

  @Test
  void theApiServerIsAway() {
    survives(
        "cluster",
        30,
        "CLUSTER_UNAVAILABLE",
        List.of("cluster-applier"),
        () -> {
          await(
              "status names it, since when and what waits for it",
              () ->
                  WAITS.matcher(slipway.ok("status", "dev")).find()
                      && slipway.ok("status", "staging").contains(AWAY));
          assertThat(slipway.ok("services")).containsPattern(AWAY + ".*; waiting: dev ");
        });

    await("it is over in status too", () -> !slipway.ok("status").contains(AWAY));
    assertThat(slipway.ok("services")).doesNotContain(AWAY);
    List<String> told =
        EventLog.read(slipway.address("SLIPWAY_KAFKA")).stream()
            .filter(event -> event.key().equals("dev"))
            .map(EventLog.Told::type)
            .filter(type -> type.startsWith("outage."))
            .toList();
    assertThat(told).containsExactly("outage.begun", "outage.ended");
  }

  @Test
  void theQueuesAreAway() {
    survives("queues", 8, "QUEUES_UNAVAILABLE", List.of("queue-guard"));
  }

  @Test
  void theBrokerIsAway() {
    survives("broker", 13, "BROKER_UNAVAILABLE", ALL);
  }

  @Test
  void theDiskOfTheBrokerIsFull() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prlimit"))),
        "a disk is filled with prlimit, which is not on the PATH");
    long ended = slipway.log("up").stream().filter(line -> line.startsWith("broker ended")).count();

    survives("disk", 15, "BROKER_UNAVAILABLE", ALL);

    assertThat(slipway.log("up").stream().filter(line -> line.startsWith("broker ended")).count())
        .as("the broker gives up when it cannot write")
        .isGreaterThan(ended);
  }

  private static void survives(String part, int seconds, String kind, List<String> concerned) {
    survives(part, seconds, kind, concerned, () -> {});
  }

  private static void survives(
      String part, int seconds, String kind, List<String> concerned, Runnable meanwhile) {
    Map<String, Integer> before = new HashMap<>();
    ALL.forEach(service -> before.put(service, outages(service).size()));
    String tag;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long away = told(part + ": away");
      var outage =
          CompletableFuture.supplyAsync(
              () -> slipway.ok("outage", part, "--for", seconds + "s"), threads);
      await(part + " is away", () -> told(part + ": away") > away);
      tag = slipway.push("demo/web");
      meanwhile.run();
      assertThat(outage.join()).contains(part + ": back after " + seconds + " s");
    }

    await("dev runs what was pushed meanwhile", () -> slipway.runs("dev", "web", tag));
    await("staging runs it", () -> slipway.runs("staging", "web", tag));
    await(
        "every service says that it is over",
        () -> ALL.stream().allMatch(service -> outages(service).size() % 2 == 0));
    for (String service : ALL) {
      List<String> told =
          outages(service).subList(before.getOrDefault(service, 0), outages(service).size());
      assertThat(told)
          .as(service + " while " + part + " was away")
          .hasSize(concerned.contains(service) ? 2 : 0);
      if (!told.isEmpty()) {
        assertThat(told.getFirst()).contains("WARN", "outage begins, trying again", kind);
        assertThat(told.getLast()).contains("INFO", "outage ended", "lasted");
      }
    }
  }

  private static long told(String text) {
    return slipway.log("up").stream().filter(line -> line.contains(text)).count();
  }

  /** Beginnings and ends. */
  private static List<String> outages(String service) {
    return slipway.log(service).stream()
        .filter(line -> line.contains("outage begins") || line.contains("outage ended"))
        .toList();
  }
}
