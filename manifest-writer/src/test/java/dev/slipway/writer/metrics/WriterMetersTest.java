package dev.slipway.writer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriterMetersTest {
  private static final EnvironmentName DEV = EnvironmentName.parse("dev");
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant PUSH = NOW.minusMillis(80);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final WriterMeters meters = new WriterMeters(registry, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void measuresFromThePushToItsCommitOnce() {
    publish(committed(1, true, PUSH, NOW));
    publish(committed(1, true, PUSH, NOW));

    assertThat(outcomes("committed", "none")).isEqualTo(1);
    var timer = registry.get("slipway.push.committed").tag("environment", "dev").timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(80);
  }

  @Test
  void measuresNoOldCommitThatIsToldAgain() {
    publish(committed(1, true, PUSH, NOW.minus(Duration.ofHours(1))));

    assertThat(registry.find("slipway.push.committed").timer()).isNull();
  }

  @Test
  void countsAPersonsCommitAsOne() {
    publish(committed(2, false, null, NOW));

    assertThat(outcomes("committed", "PERSON")).isEqualTo(1);
    assertThat(registry.find("slipway.push.committed").timer()).isNull();
  }

  @Test
  void countsWhatWasDeclinedByItsReason() {
    publish(
        new UpdateDeclined(
            DEV,
            "web",
            ImageReference.parse("ghcr.io/acme/web:1.0.0"),
            DeclineReason.NOT_NEWER,
            "1.1.0 runs there",
            null,
            null));

    assertThat(outcomes("declined", "NOT_NEWER")).isEqualTo(1);
  }

  private void publish(Event event) {
    meters.onPublished(EventEnvelope.first(EventId.random(), "/manifest-writer", NOW, event));
  }

  private double outcomes(String result, String reason) {
    return registry
        .get("slipway.outcomes")
        .tags("result", result, "reason", reason)
        .counter()
        .count();
  }

  private static RevisionCommitted committed(
      long position, boolean ours, @Nullable Instant push, Instant at) {
    var revision =
        new Revision(
            DEV,
            new Sequence(1, position, 0),
            GitRepository.parse("https://git.example.org/acme/shop.git"),
            GitBranch.parse("main"),
            GitRevision.parse("0123456789012345678901234567890123456789"),
            List.of(),
            List.of(),
            0,
            push);
    return new RevisionCommitted(revision, "Slipway", "web 1.0.0", ours, at, List.of());
  }
}
