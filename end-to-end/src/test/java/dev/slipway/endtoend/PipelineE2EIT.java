package dev.slipway.endtoend;

import static dev.slipway.endtoend.Slipway.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.TraceContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One push goes all the way. The steps follow each other, as a person would take them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineE2EIT {
  private static String first = "";

  @SuppressWarnings("NullAway.Init") // before the first test
  private static Slipway slipway;

  @BeforeAll
  static void start(@TempDir Path data) {
    slipway = Slipway.up(data);
  }

  @AfterAll
  static void stop() {
    slipway.close();
  }

  @Test
  @Order(1)
  void aPushReachesDevAndThenStagingByItself() {
    first = slipway.push("demo/web");

    await("dev runs it", () -> slipway.runs("dev", "web", first));
    await("staging runs it", () -> slipway.runs("staging", "web", first));
    await(
        "production runs what it began with",
        () -> slipway.runs("production", "web", Slipway.FIRST_TAG));
  }

  @Test
  @Order(2)
  void whatFollowsFromAPushIsOneStoryInOneTrace() {
    Awaitility.await("the story is told, which may be a moment after it happened")
        .atMost(Slipway.PATIENCE)
        .untilAsserted(
            () -> {
              List<EventLog.Told> log = EventLog.read(slipway.address("SLIPWAY_KAFKA"));
              EventLog.Told push =
                  log.stream()
                      .filter(told -> told.type().equals("image.published"))
                      .filter(told -> told.value().contains(first))
                      .findFirst()
                      .orElseThrow();
              List<EventLog.Told> story =
                  log.stream().filter(told -> told.correlation().equals(push.id())).toList();

              for (String environment : List.of("dev", "staging")) {
                assertThat(story.stream().filter(told -> told.key().equals(environment)))
                    .extracting(EventLog.Told::type)
                    .contains("revision.committed", "revision.cleared", "rollout.started")
                    .contains("rollout.succeeded");
              }
              assertThat(story)
                  .extracting(EventLog.Told::traceparent)
                  .containsOnly(push.traceparent());
              assertThat(TraceContext.isValid(push.traceparent())).isTrue();
            });
  }

  @Test
  @Order(3)
  void productionWaitsWhileAQueueHoldsAJob() {
    slipway.ok("queue", "add", "training-jobs", "--region", "us-east-2", "--start");
    slipway.ok("promote", "production");

    await(
        "status says that it is held and why",
        () -> {
          String status = slipway.ok("status");
          return status.contains("HELD") && status.contains("us-east-2: 1 running");
        });
    assertThat(slipway.runs("production", "web", Slipway.FIRST_TAG)).isTrue();
  }

  @Test
  @Order(4)
  void nothingThatIsHeldIsLostWhenTheGuardIsKilled() {
    slipway.kill("queue-guard");

    slipway.ok("queue", "clear");

    await("production runs it", () -> slipway.runs("production", "web", first));
  }

  @Test
  @Order(5)
  void theChannelIsTold() {
    await(
        "messages",
        () -> {
          String messages = slipway.ok("messages");
          return messages.contains("HELD")
              && messages.lines().anyMatch(l -> l.contains("production") && l.contains(first));
        });
  }

  @Test
  @Order(6)
  void theServicesExposeWhatTheDashboardShows() throws IOException {
    Set<String> expected = ObservabilityTest.exposed();

    await(
        "every metric is there",
        () -> ObservabilityTest.metrics(slipway.metrics()).containsAll(expected));
    String scraped = slipway.metrics();
    assertThat(ObservabilityTest.asked())
        .hasSizeGreaterThan(15)
        .allMatch(asked -> asked.isIn(scraped), "is scraped, with all of its labels");
    for (String service : ServiceUnderTest.moduleNames()) {
      assertThat(slipway.metrics())
          .containsPattern("process_uptime_seconds\\{service=\"" + service + "\"");
    }
  }

  @Test
  @Order(7)
  void whyTellsTheWholeStory() {
    String story = slipway.ok("why", "demo/web:" + first);

    assertThat(story).contains("dev").contains("staging").contains("production").contains(first);
    assertThat(slipway.run("why", "demo/nothing").output())
        .contains("no slipway.yaml names demo/nothing");
    assertThat(slipway.run("why", "demo/web:9.9.9").output()).contains("was never seen");
  }

  @Test
  @Order(8)
  void anImageThatCrashesIsNamedAsTheCause() {
    String broken = slipway.push("demo/web", "--broken");

    await("why names the crash", () -> slipway.ok("why", "demo/web:" + broken).contains("crash"));
    assertThat(slipway.runs("staging", "web", broken)).isFalse();
  }

  @Test
  @Order(9)
  void aServiceIsScaledWhileItRuns() {
    assertThat(slipway.ok("scale", "queue-guard", "2")).contains("1 → 2 copies");
    await(
        "both copies have a share",
        () -> slipway.ok("services").matches("(?s).*queue-guard-1 +\\d.*queue-guard-2 +\\d.*"));

    assertThat(slipway.ok("scale", "queue-guard", "1")).contains("2 → 1 copies");

    await(
        "one has all",
        () -> slipway.ok("services").matches("(?s).*queue-guard-1 +0 1 2 3 4 5 6 7 8 9 10 11.*"));
    assertThat(slipway.run("scale", "console", "2").output()).contains("the console is not scaled");
  }

  @Test
  @Order(10)
  void everythingComesBackAfterUpItselfIsKilled() throws Exception {
    slipway.killAndStartAgain();

    String next = slipway.push("demo/web");

    await("dev runs it", () -> slipway.runs("dev", "web", next));
  }
}
