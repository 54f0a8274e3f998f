package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventType;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.UnreadableDelivery;
import org.junit.jupiter.api.Test;

/** An environment that a person holds. */
class HoldTest {
  private static final String IMAGE = "registry.example/acme/web:1";
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(() -> 0);

  @Test
  void writesNothingWhileHeldAndTheNewestWhenResumed() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.deliver(new HoldRequested(EnvironmentName.parse("dev"), Applying.ANNA, "night"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(cluster.writes).isEmpty();
    assertThat(applying.outcomes).containsExactly("held HOLD");

    source.write("apps/dev/a.yaml", Yaml.configMap("a", "2"));
    applying.apply(applying.revision(source.commit(), 2));
    applying.deliver(new ResumeRequested(EnvironmentName.parse("dev"), Applying.ANNA, null));
    applying.work();
    assertThat(cluster.value("a")).isEqualTo("2");
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
  }

  @Test
  void aHoldInTheMiddleStopsTheNextWrite() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.clear(applying.revision(source.commit(), 1));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.stream().noneMatch("apply ConfigMap/a"::equals)
              && cluster.writes.size() == 2) {
            cluster.beforeWrite(() -> {});
            applying.deliver(new HoldRequested(EnvironmentName.parse("dev"), Applying.ANNA, null));
          }
        });
    applying.work();
    assertThat(cluster.writes).contains("apply ConfigMap/a").doesNotContain("apply Deployment/web");

    applying.deliver(new ResumeRequested(EnvironmentName.parse("dev"), Applying.ANNA, null));
    applying.work();
    assertThat(cluster.writes).containsOnlyOnce("apply Deployment/web");
    applying.last(RolloutSucceeded.class);
  }

  @Test
  void aHoldThatCannotBeReadHolds() throws InterruptedException {
    applying
        .harness()
        .deliverUnreadable(
            new UnreadableDelivery("slipway.requests", "dev", EventType.HOLD_REQUESTED, "broken"));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(cluster.writes).isEmpty();
  }
}
