package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Change;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.OwnerReference;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;

/** Deletes what has lost its owner, and lets owners go that waited for theirs. */
final class GarbageCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GarbageCollector.class);
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  private final ObjectStore store;
  private final ClusterAccess cluster;
  private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
  private final Thread thread =
      Thread.ofVirtual().name("simulated-garbage-collector").unstarted(this::run);

  GarbageCollector(ObjectStore store, ClusterAccess cluster) {
    this.store = store;
    this.cluster = cluster;
  }

  void start() {
    store.together(
        () -> {
          store.listenSince(store.resourceVersion(), this::onChange);
          return true;
        });
    thread.start();
  }

  private void onChange(Change change) {
    if (change.type() == Change.Type.DELETED || change.object().isBeingDeleted()) {
      changes.add(change);
    }
  }

  private void run() {
    try {
      while (true) {
        handle(changes.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(Change change) {
    try {
      KubeObject object = change.object();
      if (change.type() == Change.Type.DELETED) {
        store.ownedBy(object.uid()).forEach(this::collect);
        object.owners().forEach(this::releaseOwner);
      } else if (object.finalizers().contains(FOREGROUND)) {
        store.ownedBy(object.uid()).stream()
            .filter(o -> !o.isBeingDeleted())
            .forEach(cluster::delete);
        releaseIfAlone(object);
      } else if (object.finalizers().contains(ORPHAN)) {
        store.ownedBy(object.uid()).forEach(o -> disown(o, object.uid()));
        removeFinalizer(object, ORPHAN);
      }
    } catch (ApiError e) {
      LOG.atDebug().setCause(e).log("simulated garbage collector was overtaken");
    }
  }

  /** Only what has no other living owner goes. */
  private void collect(KubeObject object) {
    List<OwnerReference> living =
        object.owners().stream().filter(o -> isLiving(object, o)).toList();
    if (living.isEmpty() && !object.isBeingDeleted()) {
      cluster.delete(object);
    }
  }

  private boolean isLiving(KubeObject object, OwnerReference owner) {
    return cluster
        .kinds()
        .kind(owner.apiVersion(), owner.kind())
        .flatMap(kind -> store.get(kind, kind.namespaced() ? object.namespace() : "", owner.name()))
        .filter(found -> found.uid().equals(owner.uid()))
        .isPresent();
  }

  private void releaseOwner(OwnerReference owner) {
    store.all().stream()
        .filter(o -> o.uid().equals(owner.uid()) && o.finalizers().contains(FOREGROUND))
        .forEach(this::releaseIfAlone);
  }

  private void releaseIfAlone(KubeObject owner) {
    if (store.ownedBy(owner.uid()).isEmpty() && store.get(owner.key()).isPresent()) {
      removeFinalizer(owner, FOREGROUND);
    }
  }

  private void removeFinalizer(KubeObject object, String name) {
    cluster.change(
        object,
        "",
        tree -> {
          if (Json.at(tree, "metadata", "finalizers") instanceof ArrayNode finalizers) {
            finalizers.removeIf(f -> f.asString().equals(name));
          }
        });
  }

  private void disown(KubeObject object, String uid) {
    cluster.change(
        object,
        "",
        tree -> {
          if (Json.at(tree, "metadata", "ownerReferences") instanceof ArrayNode owners) {
            owners.removeIf(o -> Json.text(o, "uid").equals(uid));
          }
        });
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
