package dev.slipway.applier.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.ObjectName;
import org.junit.jupiter.api.Test;

class StageTest {
  @Test
  void appliesWhatOthersNeedFirst() {
    assertThat(stage("v1", "Namespace"))
        .isLessThan(stage("apiextensions.k8s.io/v1", "CustomResourceDefinition"));
    assertThat(stage("apiextensions.k8s.io/v1", "CustomResourceDefinition"))
        .isLessThan(stage("v1", "ConfigMap"));
    assertThat(stage("v1", "Secret")).isLessThan(stage("v1", "ServiceAccount"));
    assertThat(stage("rbac.authorization.k8s.io/v1", "RoleBinding"))
        .isLessThan(stage("v1", "Service"));
    assertThat(stage("v1", "Service")).isLessThan(stage("apps/v1", "StatefulSet"));
    assertThat(stage("apps/v1", "Deployment")).isLessThan(stage("networking.k8s.io/v1", "Ingress"));
  }

  @Test
  void anothersServiceIsNoService() {
    assertThat(stage("serving.knative.dev/v1", "Service")).isEqualTo(Stage.REST);
  }

  private static Stage stage(String apiVersion, String kind) {
    return Stage.of(KubernetesObject.named(new ObjectName(apiVersion, kind, null, "x")));
  }
}
