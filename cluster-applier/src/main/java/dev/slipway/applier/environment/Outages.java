package dev.slipway.applier.environment;

import dev.slipway.applier.Stand;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.ApplierState.Outage;
import dev.slipway.events.Environment;
import dev.slipway.messaging.KeyContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tells which place does not answer, and that it does again: once each, by every environment whose
 * revision waits for it, and where none waits by one for all that this instance keeps. What is told
 * is in the environment's state, so that the next instance goes on with it.
 */
final class Outages {
  /** What passes by itself in that time is no news. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Stand stand;

  /** Which environment tells of a place though nothing waits for it. */
  private final ConcurrentMap<String, String> tellers = new ConcurrentHashMap<>();

  Outages(Stand stand) {
    this.stand = stand;
  }

  /** As people call the cluster of an environment. */
  static String placeOf(Environment environment) {
    return "cluster " + environment.cluster();
  }

  /** Something was asked in vain while this environment was worked on. */
  void failed(
      UnavailableException failure,
      Environment environment,
      EnvironmentMemory memory,
      KeyContext<ApplierState> context) {
    Optional<String> place = placeOf(failure, environment);
    ApplierState.Cleared cleared = context.state().cleared();
    if (place.isEmpty() || cleared == null) {
      return;
    }
    memory.unanswered.add(place.get());
    Optional<Outage> noted = noted(place.get(), context);
    Instant since =
        noted
            .map(Outage::since)
            .orElseGet(() -> memory.outages.computeIfAbsent(place.get(), _ -> now()));
    boolean waits = context.state().pending().isPresent();
    boolean lasts = !now().isBefore(since.plus(PATIENCE));
    if (!lasts) {
      return;
    }
    boolean teller = isTeller(place.get(), context.key());
    if (noted.filter(Outage::isTold).isPresent() || !(teller || waits)) {
      return;
    }
    Outage outage = new Outage(place.get(), since, null);
    context.update(state -> state.withOutage(outage));
    announcements(cleared, context).outageBegun(outage, failure, waits);
    context.update(state -> state.withOutage(new Outage(outage.place(), since, true)));
  }

  /** As exact as it is after it was noted. */
  private Instant now() {
    return stand.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private boolean isTeller(String place, String key) {
    return key.equals(tellers.computeIfAbsent(place, _ -> key));
  }

  /** Every place that this environment needs was asked, and has answered but for those told so. */
  void looked(EnvironmentMemory memory, KeyContext<ApplierState> context) {
    memory.outages.keySet().stream()
        .filter(place -> !memory.unanswered.contains(place))
        .forEach(place -> tellers.remove(place, context.key()));
    memory.outages.keySet().retainAll(memory.unanswered);
    for (Outage outage : context.state().unanswered()) {
      if (!memory.unanswered.contains(outage.place())) {
        ended(outage, context);
      }
    }
  }

  /** That cluster answered. */
  void answered(
      Environment environment, EnvironmentMemory memory, KeyContext<ApplierState> context) {
    String place = placeOf(environment);
    memory.outages.remove(place);
    noted(place, context).ifPresent(outage -> ended(outage, context));
  }

  private void ended(Outage outage, KeyContext<ApplierState> context) {
    ApplierState.Cleared cleared = context.state().cleared();
    if (cleared != null) {
      announcements(cleared, context).outageEnded(outage);
    }
    context.update(state -> state.withoutOutage(outage.place()));
    tellers.remove(outage.place(), context.key());
  }

  /** It is not looked after any more: others tell of its places. */
  void leave(String key) {
    tellers.values().removeIf(key::equals);
  }

  private static Optional<Outage> noted(String place, KeyContext<ApplierState> context) {
    List<Outage> all = context.state().unanswered();
    return all.stream().filter(outage -> outage.place().equals(place)).findFirst();
  }

  private Announcements announcements(
      ApplierState.Cleared cleared, KeyContext<ApplierState> context) {
    return new Announcements(cleared, context.publisher(), stand.clock());
  }

  private static Optional<String> placeOf(UnavailableException failure, Environment environment) {
    return failure
        .place()
        .or(
            () ->
                failure.reason() == UnavailableException.Reason.CLUSTER_UNAVAILABLE
                    ? Optional.of(placeOf(environment))
                    : Optional.empty());
  }
}
