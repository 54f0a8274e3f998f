package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.plan.Restarts;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A revision that asks for a restart. */
class RestartTest {
  private static final ObjectName WEB = new ObjectName("apps/v1", "Deployment", "dev", "web");
  private static final String IMAGE = "registry.example/acme/web:1";
  private static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));
  private static final Digest OTHER = Digest.parse("sha256:" + "b".repeat(64));
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(nanoTime::get);

  @Test
  void restartsWhatUsesTheImageOnceEvenWhenTheInstanceDies() throws InterruptedException {
    cluster.pods.digests.put(IMAGE, DIGEST.toString());
    source
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1))
        .write("apps/dev/api.yaml", Yaml.deployment("api", "registry.example/acme/api:1", 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    cluster.writes.clear();
    applying.clear(applying.revision(commit, 1, moved(DIGEST)));
    cluster.pods.onLook(
        () -> {
          cluster.pods.onLook(() -> {});
          throw new IllegalStateException("kill -9");
        });
    assertThatThrownBy(applying::work).hasMessageContaining("kill -9");
    applying.restart();
    applying.work();

    assertThat(cluster.writes)
        .filteredOn(write -> write.startsWith("apply"))
        .containsExactly("apply Deployment/web");
    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("moved-" + DIGEST.abbreviated()));
  }

  @Test
  void aRestartThatBringsAnotherDigestHasFailed() throws InterruptedException {
    cluster.pods.digests.put(IMAGE, OTHER.toString());
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.apply(applying.revision(commit, 1, moved(DIGEST)));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.DIGEST_NOT_RUNNING);
    assertThat(failed.message()).contains("imagePullPolicy is IfNotPresent");
  }

  @Test
  void podsThatPulledWhatTheTagMovedOnToHaveNotFailed() throws InterruptedException {
    String latest = "registry.example/acme/web:latest";
    cluster.pods.digests.put(latest, OTHER.toString());
    source.write("apps/dev/web.yaml", Yaml.deployment("web", latest, 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.apply(applying.revision(commit, 1, moved(latest, DIGEST)));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();

    applying.apply(applying.revision(commit, 1, moved(latest, DIGEST), moved(latest, OTHER)));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(RolloutSucceeded.class).restarts()).hasSize(2);
  }

  @Test
  void podsThatRunAnotherDigestForLongHaveFailed() throws InterruptedException {
    String latest = "registry.example/acme/web:latest";
    cluster.pods.digests.put(latest, OTHER.toString());
    source.write("apps/dev/web.yaml", Yaml.deployment("web", latest, 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.apply(applying.revision(commit, 1, moved(latest, DIGEST)));
    nanoTime.addAndGet(Duration.ofSeconds(299).toNanos());
    applying.work();
    assertThat(applying.events(RolloutFailed.class)).as("whoever says so may be down").isEmpty();

    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    applying.work();
    assertThat(applying.last(RolloutFailed.class).reason())
        .isEqualTo(RolloutFailure.DIGEST_NOT_RUNNING);
  }

  @Test
  void aLaterRevisionCarriesTheRestartThatASupersededOneDidNotDo() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.clear(applying.revision(commit, 1, restart("r1", null)));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("r1"));
    assertThat(
            cluster
                .get(WEB)
                .orElseThrow()
                .text("spec", "template", "metadata", "annotations", Restarts.MARK))
        .hasValue("r1");
  }

  @Test
  void restartsAStatefulSetInOrderAndGoesOnWhereADeadInstanceStopped() throws InterruptedException {
    source.write("apps/dev/db.yaml", Yaml.statefulSet("db", IMAGE, 3));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    cluster.writes.clear();
    applying.clear(applying.revision(commit, 1, restart("r1", "StatefulSet/db")));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.contains("delete Pod/db-1")) {
            cluster.beforeWrite(() -> {});
            throw new IllegalStateException("kill -9");
          }
        });
    assertThatThrownBy(applying::work).hasMessageContaining("kill -9");
    applying.restart();
    applying.work();

    assertThat(cluster.writes)
        .filteredOn(write -> write.startsWith("delete"))
        .containsExactly("delete Pod/db-2", "delete Pod/db-1", "delete Pod/db-0");
    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("r1"));
  }

  @Test
  void aGuardedOrderedRestartAsksBeforeEachFurtherPod() throws InterruptedException {
    applying.guarded();
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    Revision revision = applying.revision(source.commit(), 1);
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    source.write("apps/dev/db.yaml", Yaml.statefulSet("db", IMAGE, 2));
    applying.work();
    GitRevision commit = source.commit();
    Revision set = applying.revision(commit, 2);
    applying.prepare(set);
    applying.work();
    applying.grant(set, applying.question());
    applying.work();
    applying.publisher.clear();

    Revision restart = applying.revision(commit, 2, restart("r1", null));
    applying.prepare(restart);
    applying.work();
    applying.grant(restart, applying.question());
    applying.work();
    assertThat(cluster.writes).contains("delete Pod/db-1").doesNotContain("delete Pod/db-0");
    assertThat(applying.last(ClearanceRequested.class).purpose()).isEqualTo("restart pod db-0");

    applying.deliver(
        new RevisionHeld(
            restart,
            List.of(
                new HoldReason(HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running", List.of())),
            Instant.EPOCH));
    assertThat(applying.work()).isEqualTo(Next.whenChanged());
    assertThat(applying.last(RolloutProgressed.class).message())
        .isEqualTo("1 of 2 restarted, waiting: us-west-2: 1 running");
    applying.prepare(restart);
    applying.work();
    applying.grant(restart, applying.question());
    applying.work();
    assertThat(cluster.writes).containsOnlyOnce("delete Pod/db-1", "delete Pod/db-0");
    applying.last(RolloutSucceeded.class);
  }

  private static Restart moved(Digest digest) {
    return moved(IMAGE, digest);
  }

  private static Restart moved(String image, Digest digest) {
    return new Restart(
        EventId.parse("moved-" + digest.abbreviated()),
        null,
        ImageReference.parse(image),
        digest,
        "the tag moved");
  }

  private static Restart restart(String id, @Nullable String workload) {
    return new Restart(EventId.parse(id), workload, null, null, "somebody asked");
  }
}
