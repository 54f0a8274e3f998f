package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.render.Rendering;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DiffReported;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code apply: {mode: observe}}. */
class ObservationTest {
  private static final String IMAGE = "registry.example/acme/web:1";
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").patience(Duration.ZERO);

  @BeforeEach
  void observe() {
    applying.rules(rules(ApplyRules.Mode.OBSERVE));
  }

  private static ApplyRules rules(ApplyRules.Mode mode) {
    ApplyRules rules = ApplyRules.DEFAULT;
    return new ApplyRules(mode, false, false, rules.prune(), rules.drift(), null);
  }

  @Test
  void tellsOnceWhatARevisionWouldChangeAndWritesNothing() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    Revision revision = applying.revision(source.commit(), 1);
    EventEnvelope<?> cleared = applying.clear(revision);
    applying.work();
    applying.redeliver(cleared);
    applying.work();
    applying.restart();
    applying.work();

    assertThat(applying.events(DiffReported.class))
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.question()).isNull();
              assertThat(told.sequence()).isEqualTo(revision.sequence());
              assertThat(told.objects()).hasSize(1);
            });
    assertThat(applying.events(RolloutStarted.class)).isEmpty();
    assertThat(applying.events(RolloutSucceeded.class)).isEmpty();
    assertThat(cluster.writes).isEmpty();
    assertThat(applying.outcomes).contains("observed none");
  }

  @Test
  void asksNoGuard() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.prepare(applying.revision(source.commit(), 1));
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).isEmpty();
    assertThat(applying.events(DiffReported.class)).hasSize(1);
  }

  @Test
  void aCrashBeforeItWasNotedTellsTheSameEventAgain() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    Revision revision = applying.revision(source.commit(), 1);
    applying.clear(revision);
    applying.work();
    Applying other = new Applying(FakeSource.ADDRESS, source, cluster, "dev");
    other.rules(rules(ApplyRules.Mode.OBSERVE));
    other.clear(revision);
    other.work();
    assertThat(other.publisher.published().getLast().id())
        .isEqualTo(applying.publisher.published().getLast().id());
  }

  @Test
  void whatCannotBeRenderedFailsAsItWouldWhenApplied() throws InterruptedException {
    source.write("apps/dev/web.yaml", "just a line");
    applying.apply(applying.revision(source.commit(), 1));
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.UNREADABLE_MANIFEST);
    assertThat(failed.begun()).isFalse();
  }

  @Test
  void whatCannotBeRenderedIsLookedAtAgainAndToldOnce() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    Renderer plain = Rendering.renderer(List.of());
    AtomicBoolean broken = new AtomicBoolean(true);
    applying.renderer(
        (folder, environment, where) -> {
          if (broken.get()) {
            throw new RefusedException(RolloutFailure.RENDER_FAILED, "kustomize is not installed");
          }
          return plain.render(folder, environment, where);
        });
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(applying.work()).isEqualTo(Next.after(Duration.ofMinutes(1)));
    assertThat(applying.events(RolloutFailed.class)).hasSize(1);
    assertThat(applying.events(DiffReported.class)).isEmpty();

    broken.set(false);
    applying.work();
    assertThat(applying.events(DiffReported.class)).hasSize(1);
    assertThat(applying.state().pending()).isEmpty();
  }

  @Test
  void aClusterThatIsAwayIsAskedAgain() {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    Revision revision = applying.revision(source.commit(), 1);
    applying.clear(revision);
    cluster.failNext(1);
    org.assertj.core.api.Assertions.assertThatThrownBy(applying::work)
        .isInstanceOf(UnavailableException.class);
    assertThat(applying.publisher.published()).isEmpty();
    assertThat(applying.state().pending()).isPresent();
  }

  @Test
  void nobodyWantsTheRestartsOfTheTimeWhenItWasObserved() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    Restart restart = new Restart(EventId.parse("r1"), null, null, null, "somebody asked");
    Revision observed = applying.revision(source.commit(), 1, restart);
    applying.apply(observed);
    assertThat(applying.state().restarts()).isEmpty();
    assertThat(applying.state().restartsDone()).containsExactly(EventId.parse("r1"));

    applying.rules(rules(ApplyRules.Mode.APPLY));
    applying.apply(applying.revision(observed.commit(), 2, restart));
    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .as("so that the writer lists it no more")
        .containsExactly(EventId.parse("r1"));
  }
}
