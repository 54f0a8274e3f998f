package dev.slipway.applier.helm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.FakeCluster;
import dev.slipway.applier.Secrets;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.ObjectName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of values that are not in the commit: a digest of it lies where others can read. */
class ValuesTest {
  private static final HelmRelease RELEASE =
      HelmRelease.of(
          new DesiredObject(
              new KubernetesObject(
                  Map.of(
                      "apiVersion",
                      "helm.toolkit.fluxcd.io/v2",
                      "kind",
                      "HelmRelease",
                      "metadata",
                      Map.of("name", "web"),
                      "spec",
                      Map.of(
                          "chart",
                          Map.of(
                              "spec",
                              Map.of(
                                  "chart",
                                  "charts/web",
                                  "sourceRef",
                                  Map.of("kind", "GitRepository", "name", "charts"))),
                          "valuesFrom",
                          List.of(
                              Map.of("kind", "Secret", "name", "token", "valuesKey", "pin"),
                              Map.of("kind", "ConfigMap", "name", "settings", "optional", true))))),
              new SourceFile("apps/dev/release.yaml", "1")),
          "dev");

  @Test
  void ofASecretItSaysWhichVersionWasReadAndNotWhatItHolds() throws InterruptedException {
    Values one = values(cluster("pin: 1234", "a: 1"), List.of());
    Values other = values(cluster("pin: 4321", "a: 1"), List.of());

    assertThat(one.merged()).isNotEqualTo(other.merged());
    assertThat(one.elsewhere()).isEqualTo(other.elsewhere()).doesNotContain("1234");
  }

  @Test
  void aSecretThatWasWrittenSinceIsAnother() throws InterruptedException {
    FakeCluster cluster = cluster("pin: 1234", "a: 1");
    String before = values(cluster, List.of()).elsewhere();
    KubernetesObject secret = cluster.get(name("Secret", "token")).orElseThrow();
    var _ = cluster.replace(secret.with("pin: 4321", "stringData", "pin"));

    assertThat(values(cluster, List.of()).elsewhere()).isNotEqualTo(before);
  }

  @Test
  void ofAConfigMapItSaysWhatItHolds() throws InterruptedException {
    assertThat(values(cluster("pin: 1234", "a: 1"), List.of()).elsewhere())
        .isNotEqualTo(values(cluster("pin: 1234", "a: 2"), List.of()).elsewhere());
  }

  @Test
  void whatIsInTheCommitIsNotTold() throws InterruptedException {
    FakeCluster cluster = cluster("pin: 1234", "a: 1");
    DesiredObject secret = declared(secret("pin: 1234"));
    DesiredObject settings = declared(settings("a: 1"));

    assertThat(values(cluster, List.of(secret, settings)).elsewhere()).isEmpty();
  }

  private static Values values(FakeCluster cluster, List<DesiredObject> declared)
      throws InterruptedException {
    return Values.of(RELEASE, declared, cluster, new Secrets());
  }

  private static FakeCluster cluster(String pin, String settings) {
    FakeCluster cluster = new FakeCluster();
    var _ = cluster.create(KubernetesObject.named(new ObjectName("v1", "Namespace", null, "dev")));
    var _ = cluster.create(secret(pin));
    var _ = cluster.create(settings(settings));
    return cluster;
  }

  private static KubernetesObject secret(String pin) {
    return KubernetesObject.named(name("Secret", "token")).with(pin, "stringData", "pin");
  }

  private static KubernetesObject settings(String values) {
    return KubernetesObject.named(name("ConfigMap", "settings"))
        .with(values, "data", "values.yaml");
  }

  private static DesiredObject declared(KubernetesObject object) {
    return new DesiredObject(object, new SourceFile("apps/dev/values.yaml", "1"));
  }

  private static ObjectName name(String kind, String name) {
    return new ObjectName("v1", kind, "dev", name);
  }
}
