package dev.slipway.sandbox.cluster.objects;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects under one lock and one growing resource version, with the latest changes kept for
 * watches that begin in the past.
 *
 * <p>Listeners are called under the lock, in order, and must only hand on.
 */
public final class ObjectStore {
  private static final int KEPT_CHANGES = 5_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<ObjectKey, KubeObject> objects = new TreeMap<>();
  private final Map<String, Set<ObjectKey>> byOwner = new HashMap<>();
  private final TreeSet<ObjectKey> unowned = new TreeSet<>();
  private final ArrayDeque<Change> recent = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private long resourceVersion;
  private long oldestWatchable;

  /** Does all of it, or the failing first part of it, with nobody in between. */
  public <T> T together(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  public long resourceVersion() {
    return together(() -> resourceVersion);
  }

  public Optional<KubeObject> get(ResourceKind kind, String namespace, String name) {
    return get(new ObjectKey(kind.groupResource(), namespace, name));
  }

  public Optional<KubeObject> get(ObjectKey key) {
    return together(() -> Optional.ofNullable(objects.get(key)));
  }

  /** Objects of a kind by namespace and name; an empty namespace stands for all. */
  public List<KubeObject> list(ResourceKind kind, String namespace) {
    ObjectKey from = first(kind, namespace);
    ObjectKey to = afterLast(kind, namespace);
    return together(() -> List.copyOf(objects.subMap(from, to).values()));
  }

  /** Those of a kind that have no owner. */
  public List<KubeObject> listUnowned(ResourceKind kind, String namespace) {
    ObjectKey from = first(kind, namespace);
    ObjectKey to = afterLast(kind, namespace);
    return together(() -> unowned.subSet(from, to).stream().map(objects::get).toList());
  }

  private static ObjectKey first(ResourceKind kind, String namespace) {
    return new ObjectKey(kind.groupResource(), namespace, "");
  }

  private static ObjectKey afterLast(ResourceKind kind, String namespace) {
    String end = namespace.isEmpty() ? "\uffff" : namespace + "\0";
    return new ObjectKey(kind.groupResource(), end, "");
  }

  public List<KubeObject> all() {
    return together(() -> List.copyOf(objects.values()));
  }

  public List<KubeObject> ownedBy(String uid) {
    return together(
        () -> byOwner.getOrDefault(uid, Set.of()).stream().sorted().map(objects::get).toList());
  }

  /** Stores a new object or the next state of one, and tells the listeners. */
  public KubeObject put(ResourceKind kind, ObjectNode tree) {
    return together(
        () -> {
          resourceVersion++;
          Json.ensure(tree, "metadata").put("resourceVersion", Long.toString(resourceVersion));
          KubeObject object = new KubeObject(kind, tree);
          Optional<KubeObject> previous = Optional.ofNullable(objects.put(object.key(), object));
          previous.ifPresent(this::forgetOwners);
          noteOwners(object);
          Change.Type type = previous.isEmpty() ? Change.Type.ADDED : Change.Type.MODIFIED;
          tell(new Change(type, resourceVersion, object, previous));
          return object;
        });
  }

  public void remove(ObjectKey key) {
    together(
        () -> {
          KubeObject previous = objects.remove(key);
          if (previous == null) {
            return false;
          }
          forgetOwners(previous);
          resourceVersion++;
          ObjectNode last = previous.copy();
          Json.ensure(last, "metadata").put("resourceVersion", Long.toString(resourceVersion));
          KubeObject gone = new KubeObject(previous.kind(), last);
          tell(new Change(Change.Type.DELETED, resourceVersion, gone, Optional.of(previous)));
          return true;
        });
  }

  /**
   * Calls the listener with every change after the given version, past ones first.
   *
   * @throws ApiError Expired when the changes since then are no longer known; a new list helps
   */
  public void listenSince(long version, Consumer<Change> listener) {
    together(
        () -> {
          if (version < oldestWatchable || version > resourceVersion) {
            throw ApiError.of(
                ApiError.Reason.Expired,
                "too old resource version: %d (%d)".formatted(version, oldestWatchable + 1));
          }
          recent.stream().filter(c -> c.resourceVersion() > version).forEach(listener);
          return listeners.add(listener);
        });
  }

  public void stopListening(Consumer<Change> listener) {
    listeners.remove(listener);
  }

  /** Fills an empty store; changes before that can't be watched. */
  void restore(long version, List<KubeObject> restored) {
    together(
        () -> {
          for (KubeObject object : restored) {
            objects.put(object.key(), object);
            noteOwners(object);
          }
          resourceVersion = version;
          oldestWatchable = version;
          return version;
        });
  }

  /** Forgets the changes so far, as a real server does after some minutes. */
  public void forgetChanges() {
    together(
        () -> {
          recent.clear();
          oldestWatchable = resourceVersion;
          return resourceVersion;
        });
  }

  record Content(long resourceVersion, List<KubeObject> objects) {}

  Content content() {
    return together(() -> new Content(resourceVersion, new ArrayList<>(objects.values())));
  }

  private void tell(Change change) {
    recent.addLast(change);
    if (recent.size() > KEPT_CHANGES) {
      oldestWatchable = recent.removeFirst().resourceVersion();
    }
    listeners.forEach(l -> l.accept(change));
  }

  private void noteOwners(KubeObject object) {
    List<OwnerReference> owners = object.owners();
    owners.forEach(o -> ownedSet(o.uid()).add(object.key()));
    if (owners.isEmpty()) {
      unowned.add(object.key());
    }
  }

  private void forgetOwners(KubeObject object) {
    unowned.remove(object.key());
    for (OwnerReference owner : object.owners()) {
      Set<ObjectKey> owned = ownedSet(owner.uid());
      owned.remove(object.key());
      if (owned.isEmpty()) {
        byOwner.remove(owner.uid());
      }
    }
  }

  private Set<ObjectKey> ownedSet(String uid) {
    return byOwner.computeIfAbsent(uid, u -> new HashSet<>());
  }
}
