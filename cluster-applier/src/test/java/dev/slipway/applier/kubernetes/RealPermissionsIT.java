package dev.slipway.applier.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What a user without any permission is told by a real API server. */
@EnabledIfEnvironmentVariable(
    named = "SLIPWAY_TEST_KUBECONFIG",
    matches = ".+",
    disabledReason = "needs a real API server: set SLIPWAY_TEST_KUBECONFIG to its kubeconfig")
class RealPermissionsIT {
  private KubernetesCluster nobodys;

  @BeforeEach
  void connectAsNobody() {
    Config config = Config.fromKubeconfig(new File(System.getenv("SLIPWAY_TEST_KUBECONFIG")));
    config.setImpersonateUsername("nobody");
    config.setRequestRetryBackoffLimit(0);
    config.setOnlyHttpWatches(true);
    nobodys = new KubernetesCluster(new KubernetesClientBuilder().withConfig(config).build());
  }

  @AfterEach
  void disconnect() {
    nobodys.close();
  }

  @Test
  void anApplyThatIsNotAllowedNamesThePermission() {
    KubernetesObject map =
        KubernetesObject.named(new ObjectName("v1", "ConfigMap", "default", "x"));
    assertThatThrownBy(() -> nobodys.apply(map, FieldManager.APPLY))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RolloutFailure.FORBIDDEN))
        .hasMessageContaining("nobody")
        .hasMessageContaining("patch")
        .hasMessageContaining("configmaps");
  }

  @Test
  void aWatchThatIsNotAllowedIsNoOutage() {
    assertThatThrownBy(() -> nobodys.watch(Set.of("default"), Set.of("Deployment"), "a", "b"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RolloutFailure.FORBIDDEN));
  }

  @Test
  void knowsWhatItMayNotDo() throws InterruptedException {
    assertThat(nobodys.mayI("patch", new GroupKind("apps", ""), "deployments", "default"))
        .isFalse();
    assertThat(
            nobodys.mayI(
                "create",
                new GroupKind("authorization.k8s.io", ""),
                "selfsubjectaccessreviews",
                null))
        .isTrue();
  }
}
