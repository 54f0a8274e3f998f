package dev.slipway.applier.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.ObjectName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private final KubernetesObject object =
      KubernetesObject.named(new ObjectName("apps/v1", "Deployment", "acme", "web"))
          .with(
              List.of(
                  Map.of("name", "web", "image", "a:1"), Map.of("name", "side", "image", "b:1")),
              "spec",
              "containers")
          .with(1, "spec", "replicas");

  @Test
  void whatTheServerKeepsDoesNotCount() {
    KubernetesObject live =
        object
            .with("7", "metadata", "resourceVersion")
            .with(List.of(Map.of("manager", "x")), "metadata", "managedFields")
            .with(3, "metadata", "generation")
            .with(Map.of("replicas", 1), "status");
    assertThat(Differences.between(live, object)).isEmpty();
  }

  @Test
  void namesListElementsByTheirNames() {
    KubernetesObject changed =
        object.with(
            List.of(Map.of("name", "web", "image", "a:2"), Map.of("name", "side", "image", "b:1")),
            "spec",
            "containers");
    assertThat(Differences.between(object, changed)).containsExactly("spec.containers[web].image");
  }

  @Test
  void aNumberIsTheSameHoweverItIsHeld() {
    assertThat(Differences.between(object, object.with(1L, "spec", "replicas"))).isEmpty();
    assertThat(Differences.between(object, object.with(1.0, "spec", "replicas"))).isEmpty();
    assertThat(Differences.between(object, object.with(2, "spec", "replicas")))
        .containsExactly("spec.replicas");
  }

  @Test
  void anAbsentFieldDiffersFromOneThatIsThere() {
    assertThat(Differences.between(object, object.with("x", "metadata", "labels", "a")))
        .containsExactly("metadata.labels");
  }

  @Test
  void neverSaysAValue() {
    KubernetesObject secret =
        KubernetesObject.named(new ObjectName("v1", "Secret", "acme", "s"))
            .with("aHVudGVyMg==", "data", "password");
    assertThat(
            Differences.between(secret, secret.with("c3dvcmRmaXNo", "data", "password")).toString())
        .contains("data.password")
        .doesNotContain("aHVudGVyMg==", "c3dvcmRmaXNo");
    assertThat(secret.toString()).doesNotContain("aHVudGVyMg==");
  }
}
