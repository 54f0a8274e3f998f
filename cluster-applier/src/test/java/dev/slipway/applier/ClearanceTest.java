package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Revision;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A guarded environment asks before it writes. */
class ClearanceTest {
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(nanoTime::get);

  @Test
  void aGuardedEnvironmentPreparesAndAsksLast() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    assertThat(applying.last(ClearanceRequested.class).sequence()).isEqualTo(revision.sequence());
    assertThat(cluster.writes).isEmpty();
    assertThat(applying.events(RolloutStarted.class)).isEmpty();

    applying.grant(revision, applying.question());
    applying.work();
    applying.last(RolloutSucceeded.class);
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
  }

  @Test
  void anAnswerThatCameTooLateWritesNothingAndIsAskedAgain() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    EventId first = applying.question();
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    applying.grant(revision, first);
    applying.work();

    assertThat(cluster.writes).isEmpty();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(2);
    applying.grant(revision, applying.question());
    applying.work();
    applying.last(RolloutSucceeded.class);
  }

  @Test
  void aClearanceThatRunsOutWhileTheFirstWriteIsMadeWritesNoObject() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    cluster.beforeWrite(
        () -> {
          cluster.beforeWrite(() -> {});
          nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());
        });
    applying.grant(revision, applying.question());
    applying.work();
    assertThat(cluster.writes).noneMatch(write -> write.startsWith("apply"));
  }

  @Test
  void anAnswerToAnotherQuestionCountsNothing() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    EventId before = applying.question();
    applying.restart(); // The question's clock is lost with the instance.
    applying.work();
    applying.grant(revision, before);
    applying.work();
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void parksWhenTheGuardSaysWaitAndAsksWhenItClearsAgain() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    applying.deliver(new RevisionHeld(revision, List.of(), Instant.EPOCH));
    assertThat(applying.work()).isEqualTo(Next.whenChanged());
    nanoTime.addAndGet(Duration.ofHours(8).toNanos());
    assertThat(applying.work()).isEqualTo(Next.whenChanged());
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);

    applying.prepare(revision);
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(2);
    applying.grant(revision, applying.question());
    applying.work();
    applying.last(RolloutSucceeded.class);
  }

  @Test
  void aGuardThatIsSilentIsAskedAgainLessAndLessOften() throws InterruptedException {
    applying.prepare(guardedRevision());
    for (int second = 0; second < 200; second++) {
      applying.work();
      nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    // At 0, 10, 30, 70, 130, 190 s.
    assertThat(applying.events(ClearanceRequested.class)).hasSize(6);
  }

  @Test
  void aGuardedRevisionThatChangesNothingNeedsNoAnswer() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    applying.work();
    source.write("elsewhere/b.yaml", "x: y");
    applying.prepare(applying.revision(source.commit(), 2));
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
  }

  private Revision guardedRevision() {
    applying.guarded();
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    return applying.revision(source.commit(), 1);
  }
}
