package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ApplyRules.ClearanceNeed;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A guarded environment in which only what touches pods waits for the guard. */
class PodsOnlyTest {
  private static final String WEB = "registry.example/acme/web:";
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying = new Applying(FakeSource.ADDRESS, source, cluster, "dev");

  @BeforeEach
  void running() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + 1, 2));
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(source.commit(), 1));
    applying.guarded();
    applying.rules(rules(ClearanceNeed.PODS_ONLY));
    applying.publisher.clear();
  }

  @Test
  void appliesWhatTouchesNoPodWithoutAsking() throws InterruptedException {
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    prepare();

    assertThat(applying.events(ClearanceRequested.class)).isEmpty();
    assertThat(applying.events(RolloutStarted.class)).hasSize(1);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
  }

  @Test
  void prunesWhatHasNoPodsWithoutAsking() throws InterruptedException {
    source.remove("apps/dev/settings.yaml");
    prepare();

    assertThat(applying.events(ClearanceRequested.class)).isEmpty();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
  }

  @Test
  void asksWhereAPodWouldBeReplaced() throws InterruptedException {
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    source.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + 2, 2));
    Revision revision = prepare();

    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
    assertThat(applying.events(RolloutStarted.class)).isEmpty();
    applying.grant(revision, applying.question());
    applying.work();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
  }

  @Test
  void asksWherePodsWouldBeMoreOrFewer() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + 1, 1));
    prepare();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
  }

  @Test
  void asksWhereAWorkloadWouldBeDeleted() throws InterruptedException {
    source.remove("apps/dev/web.yaml");
    prepare();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
  }

  @Test
  void asksWhereOnlyARestartIsToBeDone() throws InterruptedException {
    applying.prepare(
        applying.revision(
            source.commit(), 2, new Restart(EventId.parse("r1"), null, null, null, "asked")));
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
  }

  @Test
  void asksForEverythingWhereNothingElseIsSaid() throws InterruptedException {
    applying.rules(rules(null));
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    prepare();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
    assertThat(applying.events(RolloutStarted.class)).isEmpty();
  }

  private Revision prepare() throws InterruptedException {
    Revision revision = applying.revision(source.commit(), 2);
    applying.prepare(revision);
    applying.work();
    return revision;
  }

  private static ApplyRules rules(@Nullable ClearanceNeed clearance) {
    ApplyRules rules = ApplyRules.DEFAULT;
    return new ApplyRules(
        rules.mode(), false, false, rules.prune(), rules.drift(), null, clearance, null);
  }
}
