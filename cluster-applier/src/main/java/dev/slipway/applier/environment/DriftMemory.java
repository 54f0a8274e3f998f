package dev.slipway.applier.environment;

import dev.slipway.applier.clearance.ClearanceDesk;
import dev.slipway.applier.drift.Drift;
import dev.slipway.applier.drift.DriftSearch;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.Environment;
import dev.slipway.events.value.Sequence;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one instance remembers of an environment's drift: when to look again, and what is changed
 * back again and again. For the environment's worker alone.
 */
final class DriftMemory {
  /** Corrections of one object in a row, after which they come ever more slowly. */
  private static final int PATIENT_TIMES = 3;

  private static final Duration LONGEST_REST = Duration.ofHours(1);
  private static final int FORGOTTEN_AFTER = 10;

  /** A correction of one object that did not last. */
  private record Undone(int times, long lastAt, long rest) {}

  final Sequence sequence;
  final Environment environment;
  final ClearanceDesk desk;
  final Map<ObjectId, String> clean = DriftSearch.nothingKnown();
  private final long interval;
  private final Map<ObjectId, Undone> undone = new HashMap<>();
  @Nullable Map<ObjectId, KubernetesObject> declared;
  long dueAt;
  boolean asks;

  DriftMemory(
      Sequence sequence, Environment environment, ClearanceDesk desk, long dueAt, Duration every) {
    this.sequence = sequence;
    this.environment = environment;
    this.desk = desk;
    this.dueAt = dueAt;
    this.interval = every.toNanos();
  }

  boolean isFor(Sequence now, Environment declaredNow) {
    return sequence.equals(now) && environment.equals(declaredNow);
  }

  /** The same drift, left where it was put right too often of late. */
  Drift slowed(Drift drift, long now) {
    Undone before = undone.get(drift.id());
    if (before == null || now - before.lastAt() >= before.rest()) {
      return drift;
    }
    return drift.left(
        "it was put right %d times and is %s each time: put right again in %d minutes at the latest"
            .formatted(
                before.times(),
                drift.cause(),
                Math.max(1, Duration.ofNanos(before.rest()).toMinutes())));
  }

  void corrected(List<Drift> drifts, long now) {
    for (Drift drift : drifts) {
      Undone before = undone.get(drift.id());
      int times =
          before != null && now - before.lastAt() < before.rest() + FORGOTTEN_AFTER * interval
              ? before.times() + 1
              : 1;
      long rest =
          times < PATIENT_TIMES
              ? 0
              : Math.min(
                  LONGEST_REST.toNanos(), interval << Math.min(times - PATIENT_TIMES + 1, 12));
      undone.put(drift.id(), new Undone(times, now, rest));
    }
  }

  /** What was changed is not believed to run any more. */
  static Set<ObjectId> ids(List<Drift> drifts) {
    return drifts.stream().map(Drift::id).collect(Collectors.toSet());
  }
}
