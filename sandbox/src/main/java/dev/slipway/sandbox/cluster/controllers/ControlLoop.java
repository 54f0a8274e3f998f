package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Change;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectKey;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.OwnerReference;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the controllers, one object at a time, on one thread. */
final class ControlLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(200);

  private record Due(ObjectKey key, long atNanos) {}

  private final ObjectStore store;
  private final ResourceKinds kinds;
  private final Map<String, Controller> controllers = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::atNanos));

  /** The one moment that counts for each object; what else is queued for it is stale. */
  private final Map<ObjectKey, Long> nextLook = new HashMap<>();

  private final Thread thread =
      Thread.ofPlatform().daemon().name("simulated-controllers").unstarted(this::run);
  private volatile boolean closed;

  ControlLoop(ObjectStore store, ResourceKinds kinds) {
    this.store = store;
    this.kinds = kinds;
  }

  void add(String kind, Controller controller) {
    controllers.put(kinds.builtIn(kind).groupResource(), controller);
  }

  void start() {
    store.together(
        () -> {
          store.all().forEach(o -> enqueue(o.key(), Duration.ZERO));
          store.listenSince(store.resourceVersion(), this::onChange);
          return closed;
        });
    thread.start();
  }

  private void onChange(Change change) {
    enqueue(change.object().key(), Duration.ZERO);
    change.object().controller().ifPresent(owner -> enqueueOwner(change.object(), owner));
    change
        .previous()
        .flatMap(KubeObject::controller)
        .ifPresent(owner -> enqueueOwner(change.object(), owner));
  }

  private void enqueueOwner(KubeObject owned, OwnerReference owner) {
    kinds
        .kind(owner.apiVersion(), owner.kind())
        .ifPresent(
            kind -> {
              String namespace = kind.namespaced() ? owned.namespace() : "";
              enqueue(new ObjectKey(kind.groupResource(), namespace, owner.name()), Duration.ZERO);
            });
  }

  /** Has an object looked at once more. */
  void enqueue(ObjectKey key, Duration delay) {
    if (!controllers.containsKey(key.groupResource())) {
      return;
    }
    lock.lock();
    try {
      long at = System.nanoTime() + delay.toNanos();
      Long planned = nextLook.get(key);
      if (planned == null || at - planned < 0) {
        nextLook.put(key, at);
        queue.add(new Due(key, at));
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!closed) {
        reconcile(take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectKey take() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        Due next = queue.peek();
        long wait = next == null ? TimeUnit.HOURS.toNanos(1) : next.atNanos() - System.nanoTime();
        if (next != null && wait <= 0) {
          queue.remove();
          if (nextLook.remove(next.key(), next.atNanos())) {
            return next.key();
          }
        } else {
          work.awaitNanos(wait);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void reconcile(ObjectKey key) {
    Controller controller = controllers.get(key.groupResource());
    if (controller == null) {
      return;
    }
    try {
      store
          .get(key)
          .flatMap(controller::reconcile)
          .ifPresent(delay -> enqueue(key, delay.isPositive() ? delay : Duration.ofMillis(1)));
    } catch (ApiError e) {
      // Somebody else was quicker; the object as it is now tells what is left to do.
      enqueue(key, AFTER_REFUSAL);
    } catch (RuntimeException e) {
      LOG.atWarn().addKeyValue("object", key).setCause(e).log("simulated controller failed");
      enqueue(key, AFTER_REFUSAL);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
