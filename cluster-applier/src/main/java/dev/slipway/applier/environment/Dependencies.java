package dev.slipway.applier.environment;

import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.events.Environment;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the environments that one depends on run: each cluster's own record says which revision
 * of it does. A restart or a correction there does not count as running less.
 */
final class Dependencies {
  static final Missing NONE_MISSING = new Missing(List.of(), List.of());

  private final Preparation preparation;
  private final Configuration configuration;

  Dependencies(Preparation preparation, Configuration configuration) {
    this.preparation = preparation;
    this.configuration = configuration;
  }

  /** Those that do not run what they must, and why; both of one length. */
  record Missing(List<EnvironmentName> environments, List<String> reasons) {
    Missing {
      environments = List.copyOf(environments);
      reasons = List.copyOf(reasons);
    }

    boolean isEmpty() {
      return environments.isEmpty();
    }

    String message() {
      return String.join("; ", reasons);
    }
  }

  /**
   * What is missing for that revision.
   *
   * @throws dev.slipway.applier.UnavailableException where a cluster does not answer
   */
  Missing of(Environment environment, Revision revision) throws InterruptedException {
    List<EnvironmentName> names = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (EnvironmentName needed : environment.rules().dependencies()) {
      String reason = missing(needed, revision.needs(needed));
      if (reason != null) {
        names.add(needed);
        reasons.add(needed + ": " + reason);
      }
    }
    return new Missing(names, reasons);
  }

  private @Nullable String missing(EnvironmentName needed, Optional<Sequence> least)
      throws InterruptedException {
    Optional<Environment> other = configuration.environment(needed);
    if (other.isEmpty()) {
      return "there is no such environment any more";
    }
    if (other.get().rules().mode() == ApplyRules.Mode.OBSERVE) {
      return "it is only observed, so that nothing of it ever runs";
    }
    ApplySet set = new ApplySet(needed, other.get().namespace());
    Optional<ParentRecord> record = recorded(other.get(), set);
    Optional<Sequence> recorded = record.flatMap(ParentRecord::sequence);
    if (recorded.isEmpty()) {
      return "it was never applied";
    }
    if (least.isPresent() && least.get().isAfter(recorded.get())) {
      return "revision %s does not run yet, but %s".formatted(least.get(), recorded.get());
    }
    return record.get().isAt(recorded.get(), ParentRecord.Phase.SUCCEEDED)
        ? null
        : "revision %s does not run (yet)".formatted(recorded.get());
  }

  private Optional<ParentRecord> recorded(Environment other, ApplySet set)
      throws InterruptedException {
    try {
      return preparation.cluster(other).get(set.parent()).map(ParentRecord::new);
    } catch (UnavailableException e) {
      throw e.reason() == UnavailableException.Reason.CLUSTER_UNAVAILABLE
          ? e.of(Outages.placeOf(other))
          : e;
    }
  }
}
