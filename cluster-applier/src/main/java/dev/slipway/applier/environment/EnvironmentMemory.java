package dev.slipway.applier.environment;

import dev.slipway.applier.clearance.ClearanceDesk;
import dev.slipway.applier.plan.Applied;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.events.value.Sequence;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this instance remembers of an environment. Nothing depends on it but speed, and that a
 * question keeps its clock. For the environment's worker alone.
 */
final class EnvironmentMemory {
  final Answering answering;
  @Nullable Attempt attempt;
  @Nullable Applied applied;
  @Nullable DriftMemory drift;

  /** Why the revision that is observed could not be looked at; told once. */
  @Nullable String unobserved;

  /** What others do not run yet; told once. */
  Dependencies.@Nullable Missing missing;

  /**
   * What the revision that is being applied takes from outside its commit; absent: nothing, or it
   * could not be rendered.
   */
  @Nullable String takes;

  /** Since when which places do not answer. */
  final Map<String, Instant> outages = new HashMap<>();

  /** Those that did not answer when it was last worked. */
  final Set<String> unanswered = new HashSet<>();

  private @Nullable Asking asking;

  EnvironmentMemory(Answering answering) {
    this.answering = answering;
  }

  private record Asking(Sequence sequence, ClearanceDesk desk) {}

  /** It outlives a plan that is made anew, so that a silent guard is not asked more often. */
  ClearanceDesk desk(ApplierState.Cleared cleared, Supplier<ClearanceDesk> open) {
    if (asking == null
        || !asking.sequence().equals(cleared.sequence())
        || asking.desk().isGuarded() != cleared.guarded()) {
      asking = new Asking(cleared.sequence(), open.get());
    }
    return asking.desk();
  }

  /** The attempt is not gone on with. */
  void drop() {
    attempt = null;
    takes = null;
  }

  /** After a failure in the middle nothing is sure. */
  void forget() {
    drop();
    applied = null;
    drift = null;
  }

  /** The attempt is over; what it applied may still be relied on. */
  void end(Attempt ended) {
    drop();
    applied = ended.applied().orElse(null);
  }
}
