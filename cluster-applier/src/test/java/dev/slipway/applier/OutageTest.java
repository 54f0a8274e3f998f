package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.render.Rendering;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.Environment;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.OutageEnded;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Transient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A place that does not answer is told once, and that it answers again. */
class OutageTest {
  private static final Instant NIGHT = Instant.parse("2026-11-20T21:40:00Z");
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicReference<Instant> now = new AtomicReference<>(NIGHT);
  private final Clock clock =
      InstantSource.tick(now::get, Duration.ofNanos(1)).withZone(ZoneOffset.UTC);
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev")
          .clock(clock)
          .nanoTime(() -> Duration.between(NIGHT, now.get()).toNanos());

  @BeforeEach
  void write() {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
  }

  @Test
  void isToldOnceItLastsAndOnceItIsOver() throws InterruptedException {
    Revision revision = applying.revision(source.commit(), 1);
    applying.clear(revision);
    clusterIsAsked(0);
    clusterIsAsked(9);
    assertThat(applying.events(OutageBegun.class)).as("it may pass by itself").isEmpty();
    clusterIsAsked(1);
    clusterIsAsked(30);

    assertThat(applying.events(OutageBegun.class)).hasSize(1);
    OutageBegun begun = applying.last(OutageBegun.class);
    assertThat(begun.place()).isEqualTo("cluster main");
    assertThat(begun.reason()).isEqualTo("CLUSTER_UNAVAILABLE");
    assertThat(begun.since()).isEqualTo(NIGHT);
    assertThat(begun.sequence()).isEqualTo(revision.sequence());
    assertThat(begun.waits()).isTrue();
    assertThat(begun.problem()).isNotBlank();

    pass(20);
    applying.work();
    applying.last(RolloutSucceeded.class);
    assertThat(applying.events(OutageEnded.class))
        .containsExactly(
            new OutageEnded(
                begun.environment(),
                begun.sequence(),
                "cluster main",
                NIGHT,
                Duration.ofSeconds(60)));
    assertThat(applying.state().outages()).isNull();
  }

  @Test
  void isNoNewsToTheNextInstance() throws InterruptedException {
    applying.clear(applying.revision(source.commit(), 1));
    clusterIsAsked(0);
    clusterIsAsked(10);
    applying.restart();
    clusterIsAsked(10);
    clusterIsAsked(10);
    assertThat(applying.events(OutageBegun.class)).hasSize(1);

    applying.restart();
    applying.work();
    assertThat(applying.events(OutageEnded.class))
        .singleElement()
        .satisfies(ended -> assertThat(ended.since()).isEqualTo(NIGHT));
  }

  @Test
  void whoeverDiesWhileTellingItTellsTheSameEvent() throws InterruptedException {
    applying.clear(applying.revision(source.commit(), 1));
    clusterIsAsked(0);
    applying.publisher.failNext(1);
    pass(10);
    cluster.failNext(1);
    assertThatThrownBy(applying::work).isInstanceOf(BrokerUnavailableException.class);
    applying.restart();
    clusterIsAsked(10);

    assertThat(applying.events(OutageBegun.class))
        .singleElement()
        .satisfies(begun -> assertThat(begun.since()).isEqualTo(NIGHT));
  }

  @Test
  void anotherOutageIsAnotherEvent() throws InterruptedException {
    applying.clear(applying.revision(source.commit(), 1));
    clusterIsAsked(0);
    clusterIsAsked(10);
    applying.work();
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "2"));
    applying.clear(applying.revision(source.commit(), 2));
    pass(100);
    clusterIsAsked(0);
    clusterIsAsked(10);
    applying.work();

    assertThat(applying.events(OutageBegun.class)).hasSize(2);
    assertThat(applying.events(OutageEnded.class)).hasSize(2);
  }

  @Test
  void theGitServerIsAPlaceOfItsOwn() throws InterruptedException {
    applying.clear(applying.revision(source.commit(), 1));
    for (int second = 0; second < 3; second++) {
      source.failNext(1);
      assertThatThrownBy(applying::work).isInstanceOf(Transient.class);
      pass(10);
    }
    clusterIsAsked(0);
    assertThat(applying.events(OutageEnded.class))
        .as("nothing is sure before all answer")
        .isEmpty();
    applying.work();

    assertThat(applying.events(OutageBegun.class))
        .extracting(OutageBegun::place)
        .containsExactly(FakeSource.PLACE);
    assertThat(applying.events(OutageEnded.class))
        .extracting(OutageEnded::place)
        .containsExactly(FakeSource.PLACE);
  }

  @Test
  void aClusterThatAnswersNoLookIsToldThoughNothingWaits() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    look(false);
    assertThat(applying.events(OutageBegun.class)).isEmpty();
    look(false);
    look(false);
    assertThat(applying.events(OutageBegun.class))
        .singleElement()
        .satisfies(begun -> assertThat(begun.waits()).isFalse());

    look(true);
    assertThat(applying.events(OutageEnded.class)).hasSize(1);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
  }

  @Test
  void whereNothingWaitsOneEnvironmentTellsItForAllThatAnInstanceKeeps()
      throws InterruptedException {
    Environment dev = applying.environment();
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.configuration.put(
        new Environment(
            EnvironmentName.parse("other"),
            dev.source(),
            dev.branch(),
            dev.path(),
            true,
            dev.cluster(),
            "other",
            List.of(),
            null,
            null,
            true,
            null));
    Revision other =
        new Revision(
            EnvironmentName.parse("other"),
            new Sequence(1, 1, 0),
            dev.source(),
            dev.branch(),
            commit,
            List.of(),
            List.of(),
            0);
    applying
        .harness()
        .deliver("other", new RevisionCleared(other, Clearance.FINAL, null, List.of(), null));
    applying.harness().work("other");
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);

    for (int minute = 0; minute < 3; minute++) {
      look(false);
      lookAtOther();
    }
    applying.restart();
    for (int minute = 0; minute < 3; minute++) {
      look(false);
      lookAtOther();
    }
    assertThat(applying.events(OutageBegun.class))
        .extracting(OutageBegun::environment)
        .containsExactly(dev.name());

    look(true);
    applying.harness().work("other");
    assertThat(applying.events(OutageEnded.class)).hasSize(1);
  }

  private void lookAtOther() throws InterruptedException {
    cluster.failNext(1);
    applying.harness().work("other");
  }

  @Test
  void aChartsRegistryIsToldWhileWhatRunsStays() throws InterruptedException {
    AtomicReference<Boolean> away = new AtomicReference<>(false);
    Renderer plain = Rendering.renderer(List.of());
    applying.renderer(
        (folder, environment, where) -> {
          if (away.get()) {
            throw new UnavailableException(
                    UnavailableException.Reason.CHART_UNAVAILABLE, "connection refused")
                .of("chart registry oci://charts.example/web");
          }
          return new Declared(plain.render(folder, environment, where).objects(), "digest");
        });
    applying.apply(applying.revision(source.commit(), 1));
    away.set(true);
    look(true);
    look(true);
    look(true);
    assertThat(applying.events(OutageBegun.class))
        .singleElement()
        .satisfies(
            begun -> {
              assertThat(begun.place()).isEqualTo("chart registry oci://charts.example/web");
              assertThat(begun.waits()).isFalse();
            });

    away.set(false);
    look(true);
    assertThat(applying.events(OutageEnded.class)).hasSize(1);
  }

  private void clusterIsAsked(int secondsLater) {
    pass(secondsLater);
    cluster.failNext(1);
    assertThatThrownBy(applying::work).isInstanceOf(Transient.class);
  }

  private void look(boolean answers) throws InterruptedException {
    pass(90);
    if (!answers) {
      cluster.failNext(1);
    }
    applying.work();
  }

  private void pass(int seconds) {
    now.updateAndGet(instant -> instant.plusSeconds(seconds));
  }
}
