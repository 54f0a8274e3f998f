package dev.slipway.applier.kubernetes;

import dev.slipway.applier.WorkloadWatch;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.rollout.WorkloadView;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches that nobody needs any more are kept open for a moment: in a row of revisions each would
 * otherwise list every pod of its namespace again.
 */
final class KeptWatches implements AutoCloseable {
  private static final Duration KEPT = Duration.ofSeconds(5);

  /** What a watch is of. */
  record Subject(
      Set<String> namespaces,
      Set<String> kinds,
      Set<GroupKind> others,
      String label,
      String value) {
    Subject {
      others = Set.copyOf(others);
      namespaces = Set.copyOf(namespaces);
      kinds = Set.copyOf(kinds);
    }
  }

  private final Map<Subject, InformerWatch> kept = new HashMap<>();
  private boolean closed;

  /** Opens one. */
  @FunctionalInterface
  interface Opening {
    InformerWatch open() throws InterruptedException;
  }

  /** A watch of that, which goes back when it is closed. */
  WorkloadWatch of(Subject subject, Opening opening) throws InterruptedException {
    InformerWatch watch = take(subject);
    if (watch != null && !watch.isWatching()) {
      watch.close();
      watch = null;
    }
    return new Lent(subject, watch == null ? opening.open() : watch);
  }

  private synchronized @Nullable InformerWatch take(Subject subject) {
    return kept.remove(subject);
  }

  private void giveBack(Subject subject, InformerWatch watch) {
    InformerWatch surplus = keep(subject, watch);
    if (surplus != null) {
      surplus.close();
    }
    if (surplus != watch) {
      Thread.ofVirtual().name("kept watch").start(() -> closeLater(subject, watch));
    }
  }

  /** Gives what there is no place for. */
  private synchronized @Nullable InformerWatch keep(Subject subject, InformerWatch watch) {
    return closed ? watch : kept.put(subject, watch);
  }

  private void closeLater(Subject subject, InformerWatch watch) {
    try {
      Thread.sleep(KEPT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (forget(subject, watch)) {
      watch.close();
    }
  }

  private synchronized boolean forget(Subject subject, InformerWatch watch) {
    return kept.remove(subject, watch);
  }

  @Override
  public synchronized void close() {
    closed = true;
    kept.values().forEach(InformerWatch::close);
    kept.clear();
  }

  private final class Lent implements WorkloadWatch {
    private final Subject subject;
    private final InformerWatch watch;

    private Lent(Subject subject, InformerWatch watch) {
      this.subject = subject;
      this.watch = watch;
    }

    @Override
    public WorkloadView view() {
      return watch.view();
    }

    @Override
    public boolean awaitChange(Duration atMost) throws InterruptedException {
      return watch.awaitChange(atMost);
    }

    @Override
    public void close() {
      giveBack(subject, watch);
    }
  }
}
