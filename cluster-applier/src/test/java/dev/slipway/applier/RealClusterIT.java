package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.RolloutMonitor;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The scenarios against a real control plane, and what only that has. */
@OnRealCluster
class RealClusterIT extends ClusterScenarios {
  @AutoClose private static final RealCluster REAL = new RealCluster();

  @Override
  Cluster cluster() {
    return REAL.cluster();
  }

  @Test
  void stopsAnOrderedRestartAtTheFirstPodThatDoesNotComeBack() throws Exception {
    git().write("apps/dev/db.yaml", Yaml.statefulSet("db", "registry.example/acme/db:1", 3));
    var commit = git().commit();
    applying().apply(applying().revision(commit, 1));
    Map<String, String> before = podUids();
    // A quota that lets no pod be made any more.
    cluster()
        .create(
            KubernetesObject.named(
                    new ObjectName(
                        "v1", "ResourceQuota", applying().environment().namespace(), "none"))
                .with(Map.of("pods", "0"), "spec", "hard"));
    applying().limits(new RolloutMonitor.Limits(Duration.ofSeconds(3), Duration.ofSeconds(20)));

    Restart restart = new Restart(EventId.parse("r1"), null, null, null, "somebody asked");
    applying().apply(applying().revision(commit, 1, restart));

    RolloutFailed failed = applying().last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.NOT_READY);
    assertThat(failed.message()).contains("0 of 3 pods restarted", "left alone");
    assertThat(podUids())
        .containsEntry("db-0", before.get("db-0"))
        .containsEntry("db-1", before.get("db-1"));
  }

  @Test
  void saysThatAQuotaRefusesThePods() throws Exception {
    git()
        .write(
            "apps/dev/quota.yaml",
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: none}
            spec: {hard: {pods: "0"}}
            """);
    applying().apply(applying().revision(git().commit(), 1));
    git().write("apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/web:1", 1));
    applying().apply(applying().revision(git().commit(), 2));

    RolloutFailed failed = applying().last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.POD_REFUSED);
    assertThat(failed.message()).contains("exceeded quota");
  }
}
