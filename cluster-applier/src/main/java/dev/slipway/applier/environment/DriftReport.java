package dev.slipway.applier.environment;

import dev.slipway.applier.drift.Drift;
import dev.slipway.applier.object.Digest;
import dev.slipway.applier.state.ApplierState.DriftTold;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells drift that is left as it is: each once, whichever instance sees it. */
final class DriftReport {
  /** Of more than these only all together are remembered. */
  private static final int REMEMBERED_EACH = 200;

  private static final int FINGERPRINT_DIGITS = 16;
  private final KeptRevision kept;

  DriftReport(KeptRevision kept) {
    this.kept = kept;
  }

  /** What was told and is gone is forgotten: it is news when it comes again. */
  void tell(List<Drift> left) {
    DriftTold told = kept.context.state().driftTold(kept.cleared.sequence());
    Map<String, List<Drift>> byReason =
        news(left, told).stream()
            .collect(
                Collectors.groupingBy(
                    drift -> String.valueOf(drift.leftBecause()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byReason.forEach(
        (because, drifts) -> {
          kept.announcements.driftFound(
              drifts.stream().map(Drift::change).toList(),
              causes(drifts) + "; " + because,
              told.times());
          kept.stand.outcomes().count("found", "DRIFT");
        });
    List<String> all = fingerprints(left);
    if (!all.equals(told.drifts())) {
      var _ = kept.context.update(state -> state.withDriftTold(kept.cleared.sequence(), all));
    }
  }

  private static List<Drift> news(List<Drift> left, DriftTold told) {
    if (left.size() > REMEMBERED_EACH) {
      return fingerprints(left).equals(told.drifts()) ? List.of() : left;
    }
    Set<String> known = Set.copyOf(told.drifts());
    return left.stream().filter(drift -> !known.contains(fingerprint(text(drift)))).toList();
  }

  private static List<String> fingerprints(List<Drift> left) {
    List<String> texts = left.stream().map(DriftReport::text).sorted().toList();
    return texts.size() > REMEMBERED_EACH
        ? List.of(fingerprint(String.join("\n", texts)))
        : texts.stream().map(DriftReport::fingerprint).toList();
  }

  private static String text(Drift drift) {
    return drift.change() + " " + drift.cause() + " " + drift.leftBecause();
  }

  private static String fingerprint(String text) {
    return Digest.of(text, FINGERPRINT_DIGITS);
  }

  private static String causes(List<Drift> drifts) {
    return String.join(
        ", ", drifts.stream().map(Drift::cause).collect(Collectors.toCollection(TreeSet::new)));
  }
}
