package dev.slipway.applier.plan;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Cluster.Scope;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.value.RolloutFailure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an environment's files mean in a cluster: every object in its namespace, once, and a member
 * of the environment's set.
 */
public final class DesiredState {
  private final Cluster cluster;
  private final ApplySet set;
  private final Map<String, Optional<Scope>> scopes = new HashMap<>();
  private final Map<GroupKind, Scope> definedHere = new HashMap<>();

  private DesiredState(Cluster cluster, ApplySet set) {
    this.cluster = cluster;
    this.set = set;
  }

  /**
   * Places the objects.
   *
   * @throws RefusedException {@code UNKNOWN_KIND}, {@code DUPLICATE_OBJECT}, {@code
   *     OWNED_BY_ANOTHER}
   */
  public static List<DesiredObject> of(List<DesiredObject> declared, Cluster cluster, ApplySet set)
      throws InterruptedException {
    return new DesiredState(cluster, set).place(declared);
  }

  private List<DesiredObject> place(List<DesiredObject> declared) throws InterruptedException {
    for (DesiredObject one : declared) {
      noteDefinition(one.object());
    }
    readScopes(declared);
    Map<ObjectId, DesiredObject> placed = new LinkedHashMap<>();
    for (DesiredObject one : declared) {
      DesiredObject object = new DesiredObject(set.member(inNamespace(one)).compact(), one.file());
      DesiredObject other = placed.putIfAbsent(object.object().id(), object);
      if (other != null) {
        throw new RefusedException(
            RolloutFailure.DUPLICATE_OBJECT,
            "%s declares %s, and so does %s"
                .formatted(one.file().path(), object.object(), other.file().path()));
      }
    }
    return List.copyOf(placed.values());
  }

  /** A kind may be defined by the same commit that uses it. */
  private void noteDefinition(KubernetesObject object) {
    if (object.kind().equals("CustomResourceDefinition")) {
      definedHere.put(
          new GroupKind(
              object.text("spec", "group").orElse(""),
              object.text("spec", "names", "kind").orElse("")),
          object.text("spec", "scope").filter("Cluster"::equals).isPresent()
              ? Scope.CLUSTER
              : Scope.NAMESPACED);
    }
  }

  /** One after the other: the cluster remembers its kinds. */
  private void readScopes(List<DesiredObject> declared) throws InterruptedException {
    for (DesiredObject one : declared) {
      String key = key(one.object());
      if (!scopes.containsKey(key)) {
        scopes.put(key, cluster.scope(one.object().apiVersion(), one.object().kind()));
      }
    }
  }

  private KubernetesObject inNamespace(DesiredObject declared) {
    KubernetesObject object = declared.object();
    refuseAnothersLabel(declared);
    Scope scope =
        scopes
            .getOrDefault(key(object), Optional.empty())
            .or(() -> Optional.ofNullable(definedHere.get(object.id().groupKind())))
            .orElseThrow(
                () ->
                    new RefusedException(
                        RolloutFailure.UNKNOWN_KIND,
                        "%s declares %s, but the cluster does not know the kind %s of %s"
                            .formatted(
                                declared.file().path(),
                                object,
                                object.kind(),
                                object.apiVersion())));
    return switch (scope) {
      case NAMESPACED ->
          object.namespace() == null
              ? object.with(set.namespace(), "metadata", "namespace")
              : object;
      case CLUSTER -> object.namespace() == null ? object : withoutNamespace(object);
    };
  }

  private void refuseAnothersLabel(DesiredObject declared) {
    Map<String, Object> labels = declared.object().map("metadata", "labels");
    if (Fields.has(labels, ApplySet.PART_OF) || Fields.has(labels, ApplySet.ID)) {
      throw new RefusedException(
          RolloutFailure.UNREADABLE_MANIFEST,
          "%s: %s carries an ApplySet's label, which only whoever applies it may set. Take it out"
              .formatted(declared.file().path(), declared.object()));
    }
  }

  private static KubernetesObject withoutNamespace(KubernetesObject object) {
    Map<String, Object> metadata = new LinkedHashMap<>(object.map("metadata"));
    metadata.remove("namespace");
    return object.with(metadata, "metadata");
  }

  private static String key(KubernetesObject object) {
    return object.apiVersion() + " " + object.kind();
  }
}
