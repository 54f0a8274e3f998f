package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Transient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance is killed, loses its partition or finds a part away, in the middle of a revision. */
class InterruptedTest {
  private static final String IMAGE = "registry.example/acme/web:1";
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(() -> 0);

  @Test
  void aCrashBetweenTheWritesEndsInTheSameState() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.clear(applying.revision(source.commit(), 1));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.contains("apply ConfigMap/a")) {
            cluster.beforeWrite(() -> {});
            throw new IllegalStateException("kill -9");
          }
        });
    assertThatThrownBy(applying::work).hasMessageContaining("kill -9");

    applying.restart();
    applying.work();

    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(cluster.writes).containsOnlyOnce("apply ConfigMap/a", "apply Deployment/web");
    assertThat(ids(RolloutStarted.class)).hasSize(1);
  }

  /** Wherever it dies, the next instance ends where one that lives would have. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void aKillBeforeAnyWriteEndsInTheSameState(int fatal) throws InterruptedException {
    source
        .write("apps/dev/old.yaml", Yaml.configMap("old", "1"))
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1))
        .write("apps/dev/db.yaml", Yaml.statefulSet("db", IMAGE, 2));
    applying.apply(applying.revision(source.commit(), 1));
    cluster.writes.clear();
    source
        .remove("apps/dev/old.yaml")
        .write("apps/dev/new.yaml", Yaml.configMap("new", "1"))
        .write("apps/dev/more.yaml", Yaml.configMap("more", "1"));
    applying.clear(
        applying.revision(
            source.commit(),
            2,
            new Restart(EventId.parse("r1"), null, null, null, "somebody asked")));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.size() == fatal - 1) {
            cluster.beforeWrite(() -> {});
            throw new IllegalStateException("kill -9");
          }
        });
    try {
      applying.work();
    } catch (IllegalStateException killed) {
      assertThat(killed).hasMessage("kill -9");
      applying.restart();
      applying.work();
    }

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(ids(RolloutSucceeded.class)).hasSize(2);
    assertThat(cluster.value("new") + cluster.value("more")).isEqualTo("11");
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "old"))).isEmpty();
    assertThat(cluster.writes)
        .containsOnlyOnce("delete ConfigMap/old", "apply Deployment/web")
        .filteredOn(write -> write.startsWith("delete Pod"))
        .containsExactly("delete Pod/db-1", "delete Pod/db-0");
  }

  @Test
  void anInstanceThatHasLostItsPartitionStopsAtItsNextRecord() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "2"));
    Revision lost = applying.revision(source.commit(), 2);
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "3"));
    Applying owner = new Applying(FakeSource.ADDRESS, source, cluster, "dev");
    Revision newest = owner.revision(source.commit(), 3);
    applying.clear(lost);
    cluster.beforeWrite(
        () -> {
          cluster.beforeWrite(() -> {});
          try {
            owner.apply(newest);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    applying.work();

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.OUTDATED);
    assertThat(cluster.value("a")).isEqualTo("3");
  }

  @Test
  void aBrokerThatIsAwayAtTheEndChangesNothingButTheTime() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.clear(applying.revision(source.commit(), 1));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.contains("apply ConfigMap/a")) {
            applying.publisher.failNext(1);
          }
        });
    assertThatThrownBy(applying::work).isInstanceOf(BrokerUnavailableException.class);
    cluster.beforeWrite(() -> {});

    applying.restart();
    applying.work();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(cluster.writes).containsOnlyOnce("apply ConfigMap/a");
  }

  @Test
  void anOutageIsTriedAgainAndNeverBecomesAFailure() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.clear(applying.revision(source.commit(), 1));
    source.failNext(1);
    assertThatThrownBy(applying::work).isInstanceOf(Transient.class);
    cluster.failNext(1);
    assertThatThrownBy(applying::work).isInstanceOf(Transient.class);

    applying.work();
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    applying.last(RolloutSucceeded.class);
  }

  private List<EventId> ids(Class<?> type) {
    return applying.publisher.published().stream()
        .filter(envelope -> type.isInstance(envelope.event()))
        .map(EventEnvelope::id)
        .distinct()
        .toList();
  }
}
