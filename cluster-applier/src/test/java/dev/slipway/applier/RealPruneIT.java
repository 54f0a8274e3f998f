package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.PruneLimits;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds data, or others' objects, and whose file is gone, on a real API server. */
@OnRealCluster
class RealPruneIT {
  @TempDir Path directory;
  private RealEnvironment real;
  private Applying applying;
  private String second;

  @BeforeEach
  void runTheFirstRevision() throws Exception {
    real = new RealEnvironment(directory, "prune");
    applying = real.applying;
    second = real.namespace + "-second";
    real.git
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"))
        .write("apps/dev/goes.yaml", Yaml.configMap("goes", "a"))
        .write(
            "apps/dev/data.yaml",
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: %s}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """
                .formatted(second));
    real.apply(1);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    real.git.write("apps/dev/data.yaml", "").write("apps/dev/goes.yaml", "");
  }

  @AfterEach
  void stop() {
    real.client.namespaces().withName(second).delete();
    real.close();
  }

  @Test
  void aNamespaceAndAClaimStayWhereNobodyAllowedThatTheyGo() throws Exception {
    real.apply(2);

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(ResourcesPruned.class).objects())
        .extracting(ObjectName::name)
        .containsExactly("goes");
    assertThat(isThere(namespace())).isTrue();
    assertThat(isThere(claim())).isTrue();
  }

  @Test
  void theyGoWhereTheEnvironmentAllowsIt() throws Exception {
    allow(new PruneLimits(100, true, true));
    real.apply(2);

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(ResourcesPruned.class).objects())
        .extracting(ObjectName::name)
        .containsExactlyInAnyOrder("goes", "data", second);
    await().until(() -> !isThere(namespace()) && !isThere(claim()));
  }

  private void allow(PruneLimits limits) {
    ApplyRules rules = ApplyRules.DEFAULT;
    applying.rules(
        new ApplyRules(
            rules.mode(),
            rules.force(),
            rules.recreate(),
            limits,
            rules.drift(),
            rules.serviceAccount(),
            rules.clearance(),
            rules.dependsOn()));
  }

  private Optional<KubernetesObject> namespace() throws InterruptedException {
    return real.cluster().get(new ObjectName("v1", "Namespace", null, second));
  }

  private Optional<KubernetesObject> claim() throws InterruptedException {
    return real.find("v1", "PersistentVolumeClaim", "data");
  }

  /** What is being deleted waits for the controllers. */
  private static boolean isThere(Optional<KubernetesObject> object) {
    return object
        .filter(there -> !Fields.has(there.content(), "metadata", "deletionTimestamp"))
        .isPresent();
  }
}
