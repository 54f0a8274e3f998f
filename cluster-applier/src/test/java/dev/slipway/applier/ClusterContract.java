package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Cluster} keeps: run by the fake and by the real adapter. */
abstract class ClusterContract {
  private final String namespace =
      "slipway-contract-" + UUID.randomUUID().toString().substring(0, 8);
  private Cluster cluster;

  abstract Cluster cluster();

  @BeforeEach
  void makeNamespace() throws InterruptedException {
    cluster = cluster();
    cluster.create(KubernetesObject.named(new ObjectName("v1", "Namespace", null, namespace)));
  }

  @AfterEach
  void deleteNamespace() throws InterruptedException {
    ObjectName name = new ObjectName("v1", "Namespace", null, namespace);
    cluster.delete(name, cluster.get(name).orElseThrow().uid());
  }

  @Test
  void knowsWhereObjectsOfAKindLive() throws InterruptedException {
    assertThat(cluster.scope("v1", "ConfigMap")).hasValue(Cluster.Scope.NAMESPACED);
    assertThat(cluster.scope("v1", "Namespace")).hasValue(Cluster.Scope.CLUSTER);
    assertThat(cluster.scope("apps/v1", "Deployment")).hasValue(Cluster.Scope.NAMESPACED);
    assertThat(cluster.scope("apps/v1", "Gadget")).isEmpty();
    assertThat(cluster.scope("example.org/v1", "Gadget")).isEmpty();
  }

  @Test
  void aDryRunShowsTheResultAndWritesNothing() throws InterruptedException {
    KubernetesObject tried = cluster.dryRun(map("a", "1"), FieldManager.APPLY);
    assertThat(tried.text("data", "key")).hasValue("1");
    assertThat(cluster.get(name("a"))).isEmpty();
  }

  @Test
  void saysWhetherItWouldMakeAnObjectAndWritesNothing() throws InterruptedException {
    assertThat(cluster.wouldMake(map("a", "1"))).isTrue();
    assertThat(cluster.get(name("a"))).isEmpty();
    cluster.apply(map("a", "1"), FieldManager.APPLY);
    assertThat(cluster.wouldMake(map("a", "1"))).isFalse();
    assertThat(cluster.wouldMake(map("b", "1").with("not-there", "metadata", "namespace")))
        .isFalse();
  }

  @Test
  void applyingTheSameAgainWritesNothing() throws InterruptedException {
    KubernetesObject first = cluster.apply(map("a", "1"), FieldManager.APPLY);
    KubernetesObject again = cluster.apply(map("a", "1"), FieldManager.APPLY);
    assertThat(again.text("metadata", "resourceVersion"))
        .isEqualTo(first.text("metadata", "resourceVersion"));
    assertThat(again.uid()).isEqualTo(first.uid()).isNotEmpty();
  }

  @Test
  void aFieldThatIsAppliedNoMoreIsGone() throws InterruptedException {
    cluster.apply(map("a", "1").with("2", "data", "other"), FieldManager.APPLY);
    KubernetesObject now = cluster.apply(map("a", "1"), FieldManager.APPLY);
    assertThat(now.map("data")).containsOnlyKeys("key");
  }

  @Test
  void eachManagerLeavesWhatTheOtherWrote() throws InterruptedException {
    cluster.apply(map("a", "1"), FieldManager.APPLY);
    cluster.apply(
        KubernetesObject.named(name("a")).with("r", "metadata", "annotations", "mark"),
        FieldManager.RESTART);
    KubernetesObject now = cluster.apply(map("a", "2"), FieldManager.APPLY);
    assertThat(now.annotation("mark")).hasValue("r");
    assertThat(now.text("data", "key")).hasValue("2");
  }

  @Test
  void refusesToTakeAnothersFieldAndNamesTheOwner() throws InterruptedException {
    cluster.apply(map("a", "1"), FieldManager.RESTART);
    assertThatThrownBy(() -> cluster.apply(map("a", "2"), FieldManager.APPLY))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RolloutFailure.CONFLICT))
        .hasMessageContaining("data")
        .hasMessageContaining("key")
        .hasMessageContaining("slipway-restart");
    assertThat(cluster.get(name("a")).orElseThrow().text("data", "key")).hasValue("1");
  }

  @Test
  void makesAnObjectOnlyOnce() throws InterruptedException {
    assertThat(cluster.create(map("a", "1"))).isPresent();
    assertThat(cluster.create(map("a", "2"))).isEmpty();
    assertThat(cluster.get(name("a")).orElseThrow().text("data", "key")).hasValue("1");
  }

  @Test
  void replacesOnlyTheVersionThatWasRead() throws InterruptedException {
    KubernetesObject read = cluster.create(map("a", "1")).orElseThrow();
    cluster.replace(read.with("2", "data", "key"));
    assertThatThrownBy(() -> cluster.replace(read.with("3", "data", "key")))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(UnavailableException.Reason.LOST_RACE));
    assertThat(cluster.get(name("a")).orElseThrow().text("data", "key")).hasValue("2");
  }

  @Test
  void deletesOnlyTheObjectThatWasMeant() throws InterruptedException {
    KubernetesObject made = cluster.create(map("a", "1")).orElseThrow();
    cluster.delete(name("a"), "00000000-0000-0000-0000-000000000000");
    assertThat(cluster.get(name("a"))).isPresent();
    cluster.delete(name("a"), made.uid());
    assertThat(cluster.get(name("a"))).isEmpty();
    cluster.delete(name("a"), made.uid()); // Gone already is gone.
  }

  @Test
  void findsByLabelAmongKindsThatMayBeUnknown() throws InterruptedException {
    cluster.apply(map("a", "1").with("x", "metadata", "labels", "set"), FieldManager.APPLY);
    cluster.apply(map("b", "1").with("y", "metadata", "labels", "set"), FieldManager.APPLY);
    List<KubernetesObject> found =
        cluster.labelled(
            List.of(new GroupKind("", "ConfigMap"), new GroupKind("example.org", "Gadget")),
            Set.of(namespace),
            "set",
            "x");
    assertThat(found)
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.objectName()).isEqualTo(name("a"));
              assertThat(object.uid()).isNotEmpty();
            });
  }

  @Test
  void refusesAnUnknownKind() {
    KubernetesObject gadget =
        KubernetesObject.named(new ObjectName("example.org/v1", "Gadget", namespace, "a"));
    assertThatThrownBy(() -> cluster.apply(gadget, FieldManager.APPLY))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RolloutFailure.UNKNOWN_KIND));
  }

  @Test
  void refusesAnObjectInANamespaceThatIsNotThere() {
    KubernetesObject elsewhere = map("a", "1").with("not-there", "metadata", "namespace");
    assertThatThrownBy(() -> cluster.dryRun(elsewhere, FieldManager.APPLY))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(RolloutFailure.REJECTED))
        .hasMessageContaining("not-there");
  }

  private KubernetesObject map(String name, String value) {
    return KubernetesObject.named(name(name)).with(value, "data", "key");
  }

  private ObjectName name(String name) {
    return new ObjectName("v1", "ConfigMap", namespace, name);
  }
}
