package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file declares replicas that an autoscaler keeps. */
class AutoscaledTest {
  private static final ObjectName WEB = new ObjectName("apps/v1", "Deployment", "dev", "web");
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying = new Applying(FakeSource.ADDRESS, source, cluster, "dev");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void appliesTheRestAndLeavesTheReplicas(boolean force) throws InterruptedException {
    applying.rules(rules(force));
    run(1, "1");
    cluster.edit(WEB, "kube-controller-manager", 5, "spec", "replicas");
    run(2, "2");

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(applying.last(RolloutStarted.class).changes())
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.fields())
                    .containsExactly("spec.template.spec.containers[web].image"));
    assertThat(cluster.get(WEB).orElseThrow().number("spec", "replicas")).isEqualTo(5);
  }

  @Test
  void writesNothingWhereOnlyTheReplicasDiffer() throws InterruptedException {
    run(1, "1");
    cluster.edit(WEB, "keda-operator", 5, "spec", "replicas");
    int writes = cluster.writes.size();
    applying.restart();
    run(2, "1");

    assertThat(cluster.writes.subList(writes, cluster.writes.size()))
        .noneMatch(write -> write.contains("Deployment"));
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
  }

  @Test
  void showsNoDifferenceInTheDiff() throws InterruptedException {
    run(1, "1");
    cluster.edit(WEB, "kube-controller-manager", 5, "spec", "replicas");
    var diff = applying.diff(null);

    assertThat(diff.objects()).isEmpty();
    assertThat(diff.obstacles()).isNullOrEmpty();
  }

  @Test
  void stillRefusesWhatAPersonScaled() throws InterruptedException {
    run(1, "1");
    cluster.edit(WEB, "kubectl", 5, "spec", "replicas");
    run(2, "2");

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.CONFLICT);
    assertThat(cluster.get(WEB).orElseThrow().number("spec", "replicas")).isEqualTo(5);
  }

  private void run(long position, String version) throws InterruptedException {
    source.write(
        "apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/web:" + version, 2));
    applying.apply(applying.revision(source.commit(), position));
  }

  private static ApplyRules rules(boolean force) {
    ApplyRules rules = ApplyRules.DEFAULT;
    return new ApplyRules(rules.mode(), force, false, rules.prune(), rules.drift(), null);
  }
}
