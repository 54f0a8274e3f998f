package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.admission.ObjectRemover;
import dev.slipway.sandbox.cluster.admission.ObjectWriter;
import dev.slipway.sandbox.cluster.admission.WriteOptions;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.LabelSelector;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.OwnerReference;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What controllers see and may do; every write is theirs by name. */
final class ClusterAccess {
  static final String MANAGER = "kube-controller-manager";

  private final ObjectStore store;
  private final ResourceKinds kinds;
  private final ObjectWriter writer;
  private final ObjectRemover remover;
  private final Clock clock;
  private final EventRecorder events;

  ClusterAccess(
      ObjectStore store,
      ResourceKinds kinds,
      ObjectWriter writer,
      ObjectRemover remover,
      Clock clock) {
    this.store = store;
    this.kinds = kinds;
    this.writer = writer;
    this.remover = remover;
    this.clock = clock;
    this.events = new EventRecorder(store, kinds.builtIn("Event"), clock);
  }

  Instant now() {
    return clock.instant();
  }

  /** As objects write a time. */
  String timestamp() {
    return now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  Optional<KubeObject> find(String kind, String namespace, String name) {
    return store.get(kinds.builtIn(kind), namespace, name);
  }

  /** What the owner controls; it adopts what fits its selector and has no owner. */
  List<KubeObject> controlled(KubeObject owner, String kind) {
    LabelSelector selector = LabelSelector.of(owner.at("spec", "selector"));
    List<KubeObject> result = new ArrayList<>();
    for (KubeObject object : store.ownedBy(owner.uid())) {
      if (object.kind().kind().equals(kind) && object.isControlledBy(owner)) {
        result.add(object);
      }
    }
    if (!owner.isBeingDeleted() && owner.at("spec", "selector").isObject()) {
      for (KubeObject object : store.listUnowned(kinds.builtIn(kind), owner.namespace())) {
        if (!object.isBeingDeleted() && selector.matches(object.labels())) {
          result.add(change(object, "", tree -> own(tree, owner)));
        }
      }
    }
    return result;
  }

  static void own(ObjectNode tree, KubeObject owner) {
    ObjectNode metadata = Json.ensure(tree, "metadata");
    ArrayNode owners =
        metadata.get("ownerReferences") instanceof ArrayNode there
            ? there
            : metadata.putArray("ownerReferences");
    owners.add(OwnerReference.controlledBy(owner).write());
  }

  KubeObject create(String kind, String namespace, ObjectNode tree) {
    return writer.create(kinds.builtIn(kind), namespace, tree, WriteOptions.by(MANAGER, ""));
  }

  KubeObject change(KubeObject object, String subresource, Consumer<ObjectNode> change) {
    return change(object, MANAGER, subresource, change);
  }

  KubeObject change(
      KubeObject object, String manager, String subresource, Consumer<ObjectNode> change) {
    String uid = object.uid();
    return writer.change(
        object.kind(),
        object.namespace(),
        object.name(),
        tree -> {
          if (!Json.text(tree, "metadata", "uid").equals(uid)) {
            throw ApiError.notFound(object.kind(), object.name());
          }
          change.accept(tree);
          return tree;
        },
        WriteOptions.by(manager, subresource));
  }

  /** Writes a status, if it is another one. */
  KubeObject status(KubeObject object, ObjectNode status) {
    return object.at("status").equals(status)
        ? object
        : change(object, "status", tree -> tree.set("status", status));
  }

  KubeObject scale(KubeObject object, int replicas) {
    return change(object, "", tree -> Json.ensure(tree, "spec").put("replicas", replicas));
  }

  void delete(KubeObject object) {
    ObjectRemover.Request request =
        new ObjectRemover.Request(
            Optional.of(object.uid()),
            Optional.empty(),
            ObjectRemover.Propagation.Background,
            Optional.empty(),
            false);
    remover.delete(object.kind(), object.namespace(), object.name(), request);
  }

  /** Takes an object out whatever its finalizers say. */
  void drop(KubeObject object) {
    store.remove(object.key());
  }

  List<KubeObject> ownedBy(String uid) {
    return store.ownedBy(uid);
  }

  List<KubeObject> everything() {
    return store.all();
  }

  ResourceKinds kinds() {
    return kinds;
  }

  EventRecorder events() {
    return events;
  }
}
