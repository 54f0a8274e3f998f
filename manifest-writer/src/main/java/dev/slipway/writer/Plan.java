package dev.slipway.writer;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Restart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be done about everything that is open; filled by the deciders, carried out once. */
final class Plan {

  /**
   * A version that an environment is to have.
   *
   * @param because what people should read in the commit; absent where it is simply newer
   */
  record Wanted(
      Cause cause,
      EnvironmentName environment,
      String image,
      ImageReference to,
      List<Place> places,
      @Nullable String because) {

    /** A version that needs no explanation: it is newer. */
    Wanted(
        Cause cause,
        EnvironmentName environment,
        String image,
        ImageReference to,
        List<Place> places) {
      this(cause, environment, image, to, places, null);
    }
  }

  /** A restart, and what led to it. */
  record Restarting(Cause cause, EnvironmentName environment, Restart restart) {}

  private final Instant now;
  private final Map<String, Wanted> wanted = new LinkedHashMap<>();
  private final List<EventEnvelope<?>> announcements = new ArrayList<>();
  private final List<Restarting> restarts = new ArrayList<>();
  private final Set<EventId> decided = new LinkedHashSet<>();
  private final Set<Cause> committed = new LinkedHashSet<>();
  private final Map<String, Digest> learned = new LinkedHashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private Choices choices;
  private Pins pins;
  private boolean pinsChanged;

  Plan(Instant now, Pins pins, Choices choices) {
    this.now = now;
    this.pins = pins;
    this.choices = choices;
  }

  static String key(EnvironmentName environment, String image) {
    return environment + "/" + image;
  }

  Optional<Wanted> planned(EnvironmentName environment, String image) {
    return Optional.ofNullable(wanted.get(key(environment, image)));
  }

  void want(Wanted version) {
    wanted.put(key(version.environment(), version.image()), version);
  }

  /** Takes an environment's versions out again: its files cannot be edited. */
  void drop(EnvironmentName environment) {
    wanted.values().removeIf(version -> version.environment().equals(environment));
  }

  void decline(
      Cause cause,
      EnvironmentName environment,
      @Nullable String image,
      @Nullable ImageReference candidate,
      DeclineReason reason,
      String message) {
    decline(cause, new UpdateDeclined(environment, image, candidate, reason, message, null, null));
  }

  void decline(Cause cause, UpdateDeclined declined) {
    announce(
        cause.causes(
            declined,
            now,
            String.valueOf(declined.image()),
            declined.reason(),
            String.valueOf(declined.candidate()),
            String.valueOf(declined.file()),
            String.valueOf(declined.line())));
  }

  /** Publishes this before anything is pushed. */
  void announce(EventEnvelope<?> event) {
    announcements.add(event);
  }

  void restart(Cause cause, EnvironmentName environment, Restart restart) {
    restarts.add(new Restarting(cause, environment, restart));
  }

  /** Nothing more is to be decided about this event. */
  void decided(Cause cause) {
    decided.add(cause.decision());
  }

  void pin(Cause cause, EnvironmentName environment, String image, String version) {
    pins = pins.with(environment, image, version);
    pinsChanged = true;
    committed.add(cause);
  }

  void unpin(Cause cause, EnvironmentName environment, String image) {
    pins = pins.without(environment, image);
    pinsChanged = true;
    committed.add(cause);
  }

  /** Somebody chose: what was there does not come back by itself. */
  void chosen(EnvironmentName environment, String image, Choice choice) {
    choices = choices.with(environment, image, choice);
  }

  void chosenByPolicy(EnvironmentName environment, String image) {
    choices = choices.without(environment, image);
  }

  /** It is decided about again later: once of each version. */
  void await(Waiting version) {
    if (waiting.stream()
        .noneMatch(w -> w.isFor(version.environment(), version.image(), version.candidate()))) {
      waiting.add(version);
    }
  }

  /** Remembers where a tag points from now on. */
  void learn(String place, Digest digest) {
    learned.put(place, digest);
  }

  Map<String, Digest> learned() {
    return learned;
  }

  List<Wanted> wanted() {
    return List.copyOf(wanted.values());
  }

  List<EventEnvelope<?>> announcements() {
    return List.copyOf(announcements);
  }

  List<Restarting> restarts() {
    return List.copyOf(restarts);
  }

  Set<EventId> decided() {
    return decided;
  }

  /** Events that the commit settles though they change no image: pins. */
  Set<Cause> committed() {
    return committed;
  }

  Choices choices() {
    return choices;
  }

  List<Waiting> waiting() {
    return List.copyOf(waiting);
  }

  Pins pins() {
    return pins;
  }

  boolean pinsChanged() {
    return pinsChanged;
  }

  Instant now() {
    return now;
  }
}
