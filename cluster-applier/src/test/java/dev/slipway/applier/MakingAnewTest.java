package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import org.junit.jupiter.api.Test;

/** A revision changes a field that cannot be changed. */
class MakingAnewTest {
  private static final ObjectName WEB = new ObjectName("apps/v1", "Deployment", "dev", "web");
  private static final String IMAGE = "registry.example/acme/web:1";
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(() -> 0);

  @Test
  void saysThatAFieldCannotBeChanged() throws InterruptedException {
    applyWithSelector("web", 1);
    applyWithSelector("other", 2);

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.IMMUTABLE);
    assertThat(applying.last(RolloutFailed.class).begun()).isFalse();
  }

  @Test
  void makesAnewWhatCannotBeChangedWhereTheEnvironmentAllowsIt() throws InterruptedException {
    applying.rules(anew());
    applyWithSelector("web", 1);
    String before = cluster.get(WEB).orElseThrow().uid();
    cluster.writes.clear();
    applyWithSelector("other", 2);

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(cluster.get(WEB).orElseThrow().uid()).isNotEqualTo(before);
    assertThat(cluster.writes).containsSubsequence("delete Deployment/web", "apply Deployment/web");
    assertThat(applying.last(RolloutStarted.class).changes())
        .extracting(ObjectChange::action)
        .containsExactlyInAnyOrder(ObjectChange.Action.CREATED, ObjectChange.Action.DELETED);
  }

  @Test
  void keepsWhatIsMarkedThoughTheEnvironmentMakesAnew() throws InterruptedException {
    applying.rules(anew());
    applyWithSelector("web", 1);
    cluster.edit(WEB, "kubectl", "disabled", "metadata", "annotations", "slipway.dev/prune");
    applyWithSelector("other", 2);

    assertThat(applying.last(RolloutFailed.class).message())
        .endsWith("It is not made anew by itself: it holds data, or is marked to be kept");
  }

  @Test
  void theNextInstanceMakesWhatWasOnlyDeleted() throws InterruptedException {
    applying.rules(anew());
    applyWithSelector("web", 1);
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2).replace("app: web", "a: b"));
    Revision second = applying.revision(source.commit(), 2);
    applying.clear(second);
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.getLast().startsWith("delete")) {
            cluster.beforeWrite(() -> {});
            throw new IllegalStateException("killed");
          }
        });
    assertThatThrownBy(applying::work).hasMessage("killed");
    assertThat(cluster.get(WEB)).isEmpty();

    applying.restart();
    applying.work();
    assertThat(cluster.get(WEB)).isPresent();
    assertThat(applying.last(RolloutSucceeded.class).sequence()).isEqualTo(second.sequence());
  }

  private void applyWithSelector(String label, long position) throws InterruptedException {
    source.write(
        "apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2).replace("app: web", "app: " + label));
    applying.apply(applying.revision(source.commit(), position));
  }

  private static ApplyRules anew() {
    return new ApplyRules(
        ApplyRules.Mode.APPLY,
        false,
        true,
        PruneLimits.DEFAULT,
        ApplyRules.DriftAnswer.CORRECT,
        null);
  }
}
