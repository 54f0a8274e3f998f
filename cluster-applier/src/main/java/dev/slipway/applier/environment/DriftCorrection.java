package dev.slipway.applier.environment;

import dev.slipway.applier.Concurrently;
import dev.slipway.applier.drift.Drift;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.plan.Applied;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.ApplierState.Correction;
import dev.slipway.applier.state.ApplierState.Correction.Corrected;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ObjectName;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts drift right. What is begun is noted before the first write, so that whoever comes after a
 * death in between tells what differs no more, under the same id.
 */
final class DriftCorrection {
  private static final Logger log = LoggerFactory.getLogger(DriftCorrection.class);
  private final KeptRevision kept;

  DriftCorrection(KeptRevision kept) {
    this.kept = kept;
  }

  /** Neither on hold, nor behind a revision that is to come. */
  boolean mayWrite() {
    ApplierState state = kept.context.state();
    return state.hold() == null && state.pending().isEmpty();
  }

  /**
   * What puts it right is seen before it is told.
   *
   * @param may asked before each write
   */
  void correct(List<Drift> drifts, ParentRecord parent, BooleanSupplier may)
      throws InterruptedException {
    if (drifts.isEmpty() || !may.getAsBoolean()) {
      return;
    }
    // Nothing changes by it, unless somebody else was here: then it is refused.
    ParentRecord _ = new ParentRecord(kept.cluster.replace(parent.object()));
    Correction begun = new Correction(EventId.random(), kept.cleared.sequence(), corrected(drifts));
    note(begun);
    List<Drift> done =
        Concurrently.map(
            drifts,
            may,
            one -> {
              KubernetesObject _ = kept.cluster.apply(one.object(), one.manager());
              return one;
            });
    if (!done.isEmpty()) {
      kept.drift.corrected(done, kept.stand.nanoTime().getAsLong());
      Applied applied = kept.memory.applied;
      kept.memory.applied = applied == null ? null : applied.without(DriftMemory.ids(done));
      kept.announcements.driftCorrected(begun, corrected(done));
      kept.stand.outcomes().count("corrected", "DRIFT");
      log.atInfo()
          .addKeyValue("environment", kept.environment.name())
          .addKeyValue("sequence", kept.cleared.sequence())
          .addKeyValue("objects", done.size())
          .log("drift corrected");
    }
    note(null);
  }

  /** By an instance that did not come to telling it: what does not differ any more. */
  void tellWhatWasPutRight(List<Drift> stillThere) {
    Correction begun = kept.context.state().correcting();
    if (begun == null) {
      return;
    }
    Set<ObjectName> left =
        stillThere.stream().map(one -> one.change().object()).collect(Collectors.toSet());
    List<Corrected> done =
        begun.objects().stream().filter(one -> !left.contains(one.change().object())).toList();
    if (!done.isEmpty()) {
      kept.announcements.driftCorrected(begun, done);
    }
    note(null);
  }

  private void note(@Nullable Correction begun) {
    var _ = kept.context.update(state -> state.withCorrecting(begun));
  }

  private static List<Corrected> corrected(List<Drift> drifts) {
    return drifts.stream().map(drift -> new Corrected(drift.change(), drift.cause())).toList();
  }
}
