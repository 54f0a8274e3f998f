package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What left the folder is deleted, within a limit. */
class PruneTest {
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(() -> 0);

  @Test
  void deletesWhatLeftTheFolder() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    source.remove("apps/dev/b.yaml");
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(ResourcesPruned.class).objects())
        .containsExactly(new ObjectName("v1", "ConfigMap", "dev", "b"));
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "b"))).isEmpty();
    assertThat(applying.last(RolloutStarted.class).changes())
        .extracting(change -> change.action().name())
        .containsExactly("DELETED");
  }

  @Test
  void deletesNoMoreAtOnceThanTheLimitUnlessSomebodyConfirms() throws InterruptedException {
    for (String name : List.of("a", "b", "c")) {
      source.write("apps/dev/" + name + ".yaml", Yaml.configMap(name, "1"));
    }
    applying.apply(applying.revision(source.commit(), 1));
    source.remove("apps/dev/b.yaml").remove("apps/dev/c.yaml");
    Revision emptier = applying.revision(source.commit(), 2);
    applying.apply(emptier);

    RolloutFailed refused = applying.last(RolloutFailed.class);
    assertThat(refused.reason()).isEqualTo(RolloutFailure.PRUNE_LIMIT);
    assertThat(refused.begun()).isFalse();
    assertThat(refused.message())
        .startsWith("2 of the 3 objects of environment dev left it, and would be deleted: ")
        .contains("ConfigMap/b in dev", "ConfigMap/c in dev")
        .endsWith(
            "At most 50% may go at once, because a broken folder must not empty an environment."
                + " If it is meant: slipway confirm-prune dev");
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "b"))).isPresent();

    applying.deliver(
        new PruneConfirmed(
            emptier.environment(), emptier.sequence(), new Actor("alice"), "they are gone"));
    applying.restart();
    applying.work();
    assertThat(applying.last(ResourcesPruned.class).objects()).hasSize(2);
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "b"))).isEmpty();
  }

  @Test
  void aConfirmationIsForOneRevisionOnly() throws InterruptedException {
    for (String name : List.of("a", "b", "c")) {
      source.write("apps/dev/" + name + ".yaml", Yaml.configMap(name, "1"));
    }
    Revision first = applying.revision(source.commit(), 1);
    applying.apply(first);
    applying.deliver(
        new PruneConfirmed(first.environment(), first.sequence(), new Actor("alice"), null));
    applying.work();
    source.remove("apps/dev/b.yaml").remove("apps/dev/c.yaml");
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.PRUNE_LIMIT);
  }
}
