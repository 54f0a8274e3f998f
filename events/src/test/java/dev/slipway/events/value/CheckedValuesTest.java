package dev.slipway.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.RevisionCleared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records with several components check themselves and keep nothing that others can change. */
class CheckedValuesTest {
  private static final EnvironmentName DEV = EnvironmentName.parse("dev");
  private static final Sequence SEQUENCE = Sequence.parse("1.2.3");
  private static final ImageRepository WEB = ImageRepository.parse("ghcr.io/acme/web");

  record Refusal(String names, ThrowingCallable call) {}

  private static Stream<Refusal> refusals() {
    return Stream.of(
        new Refusal("actor", () -> new Actor(" ")),
        new Refusal("queue name", () -> new GuardedQueue("", List.of("eu-west-1"))),
        new Refusal("region", () -> new GuardedQueue("jobs", List.of())),
        new Refusal(
            "longer", () -> new FreezeWindow("0 16 * * FRI", Duration.ZERO, "Europe/Berlin")),
        new Refusal(
            "there is no time zone 'Europe/Berln'",
            () -> new FreezeWindow("0 16 * * FRI", Duration.ofHours(1), "Europe/Berln")),
        new Refusal("emptyFor", () -> new Guard(List.of(), Duration.ofSeconds(-1))),
        new Refusal("approvals", () -> new Promotion(DEV, false, -1)),
        new Refusal("filter pattern", () -> new TagFilter("", null)),
        new Refusal("timestamp pattern", () -> new TagPolicy.Timestamp("", "yyyy")),
        new Refusal("timestamp format", () -> new TagPolicy.Timestamp("x", " ")),
        new Refusal("semver range", () -> new TagPolicy.Semver("")),
        new Refusal(
            "image name", () -> new FollowedImage("", WEB, new TagPolicy.Release(), null, null)),
        new Refusal("kind", () -> new ObjectName("v1", "", null, "web")),
        new Refusal("name", () -> new ObjectName("v1", "Pod", null, "")),
        new Refusal("apiVersion", () -> new ObjectName("", "Pod", null, "web")),
        new Refusal("configuration offset", () -> revision(-1)),
        new Refusal(
            "GRANTED",
            () -> new RevisionCleared(revision(0), Clearance.GRANTED, null, List.of(), null)),
        new Refusal(
            "GRANTED",
            () ->
                new RevisionCleared(
                    revision(0), Clearance.FINAL, EventId.parse("q"), List.of(), null)),
        new Refusal(
            "reason", () -> new GateOverrideRequested(DEV, SEQUENCE, new Actor("alice"), " ")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void namesWhatIsWrong(Refusal refusal) {
    assertThatThrownBy(refusal.call())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(refusal.names());
  }

  @Test
  void keepsItsOwnCopyOfAList() {
    List<String> regions = new ArrayList<>(List.of("us-west-2"));
    var queue = new GuardedQueue("jobs", regions);
    regions.add("us-east-2");

    assertThat(queue.regions()).containsExactly("us-west-2");
  }

  @Test
  void saysWhatAQueueHolds() {
    assertThat(reading(0, 0, 0, null).describe()).isEqualTo("us-west-2: empty");
    assertThat(reading(0, 1, 0, null).describe()).isEqualTo("us-west-2: 1 running");
    assertThat(reading(2, 1, 3, null).describe())
        .isEqualTo("us-west-2: 1 running, 2 waiting, 3 delayed");
    assertThat(reading(0, 0, 0, "no answer").describe()).isEqualTo("us-west-2: no answer");
  }

  @Test
  void callsAQueueEmptyOnlyWhenItAnsweredAndHoldsNothing() {
    assertThat(reading(0, 0, 0, null).isEmpty()).isTrue();
    assertThat(reading(1, 0, 0, null).isEmpty()).isFalse();
    assertThat(reading(0, 1, 0, null).isEmpty()).isFalse();
    assertThat(reading(0, 0, 1, null).isEmpty()).isFalse();
    assertThat(reading(0, 0, 0, "no answer").isEmpty()).isFalse();
  }

  @Test
  void saysWhereAProblemIs() {
    assertThat(new ConfigurationProblem(3, "images.web", "is missing"))
        .hasToString("line 3: images.web: is missing");
    assertThat(new ConfigurationProblem(0, "", "is no YAML")).hasToString("is no YAML");
  }

  @Test
  void describesAnObjectForPeople() {
    assertThat(new ObjectName("apps/v1", "Deployment", "acme", "web").describe())
        .isEqualTo("Deployment/web in acme");
    assertThat(new ObjectName("v1", "Namespace", null, "acme").describe())
        .isEqualTo("Namespace/acme");
  }

  private static QueueReading reading(
      long visible, long inFlight, long delayed, @Nullable String error) {
    return new QueueReading("jobs", "us-west-2", visible, inFlight, delayed, error);
  }

  private static Revision revision(long offset) {
    return new Revision(
        DEV,
        SEQUENCE,
        GitRepository.parse("https://git.example/ops"),
        GitBranch.parse("main"),
        GitRevision.parse("a".repeat(40)),
        List.of(),
        List.of(),
        offset);
  }
}
