package dev.slipway.writer;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Restart;
import dev.slipway.writer.files.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What is to be done about everything that is open; filled by the deciders, carried out once. */
public final class Plan {

  /**
   * A version that an environment is to have.
   *
   * @param because what people should read in the commit; absent where it is simply newer
   */
  public record Wanted(
      Cause cause,
      EnvironmentName environment,
      String image,
      ImageReference to,
      List<Place> places,
      @Nullable String because) {

    /** A version that needs no explanation: it is newer. */
    public Wanted(
        Cause cause,
        EnvironmentName environment,
        String image,
        ImageReference to,
        List<Place> places) {
      this(cause, environment, image, to, places, null);
    }
  }

  /**
   * A change of the pins.
   *
   * @param version absent: the pin is released
   */
  public record PinChange(
      Cause cause, EnvironmentName environment, String image, @Nullable String version) {

    Pins applyTo(Pins pins) {
      return version == null
          ? pins.without(environment, image)
          : pins.with(environment, image, version);
    }
  }

  /** A restart, and what led to it. */
  public record Restarting(Cause cause, EnvironmentName environment, Restart restart) {}

  private final Instant now;
  private final Map<String, Wanted> wanted = new LinkedHashMap<>();
  private final List<EventEnvelope<?>> announcements = new ArrayList<>();
  private final List<Restarting> restarts = new ArrayList<>();
  private final Set<EventId> decided = new LinkedHashSet<>();
  private final Set<Cause> candidates = new LinkedHashSet<>();
  private final Map<String, Digest> learned = new LinkedHashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private Choices choices;
  private final List<PinChange> pinChanges = new ArrayList<>();
  private final BiPredicate<EnvironmentName, String> isProposed;
  private Pins pins;

  /**
   * A plan with nothing in it.
   *
   * @param isProposed whether people merge an image's new versions in an environment themselves
   */
  public Plan(
      Instant now, Pins pins, Choices choices, BiPredicate<EnvironmentName, String> isProposed) {
    this.now = now;
    this.isProposed = isProposed;
    this.pins = pins;
    this.choices = choices;
  }

  public static String key(EnvironmentName environment, String image) {
    return environment + "/" + image;
  }

  public Optional<Wanted> planned(EnvironmentName environment, String image) {
    return Optional.ofNullable(wanted.get(key(environment, image)));
  }

  /** What is wanted later wins; of what waits in a pull request, what was told later. */
  public void want(Wanted version) {
    String key = key(version.environment(), version.image());
    Wanted before = wanted.get(key);
    if (before == null
        || pins(version)
        || !isProposed.test(version.environment(), version.image())
        || !(pins(before) || before.cause().time().isAfter(version.cause().time()))) {
      wanted.put(key, version);
    }
  }

  private boolean pins(Wanted version) {
    return pinChanges.stream()
        .filter(change -> change.cause().equals(version.cause()) && change.version() != null)
        .anyMatch(change -> change.image().equals(version.image()));
  }

  /** Takes an environment's versions out again: its files cannot be edited. */
  public void drop(EnvironmentName environment) {
    wanted.values().removeIf(version -> version.environment().equals(environment));
  }

  public void decline(
      Cause cause,
      EnvironmentName environment,
      @Nullable String image,
      @Nullable ImageReference candidate,
      DeclineReason reason,
      String message) {
    decline(cause, new UpdateDeclined(environment, image, candidate, reason, message, null, null));
  }

  public void decline(Cause cause, UpdateDeclined declined) {
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
  public void announce(EventEnvelope<?> event) {
    announcements.add(event);
  }

  public void restart(Cause cause, EnvironmentName environment, Restart restart) {
    restarts.add(new Restarting(cause, environment, restart));
  }

  /** Each environment decides about it on its own. */
  public void decided(Candidate candidate) {
    decided(candidate.cause());
    candidates.add(candidate.cause());
  }

  /** Nothing more is to be decided about this event. */
  public void decided(Cause cause) {
    decided.add(cause.decision());
  }

  public void pin(Cause cause, EnvironmentName environment, String image, String version) {
    change(new PinChange(cause, environment, image, version));
  }

  public void unpin(Cause cause, EnvironmentName environment, String image) {
    change(new PinChange(cause, environment, image, null));
  }

  private void change(PinChange change) {
    pinChanges.add(change);
    pins = change.applyTo(pins);
  }

  /** Somebody chose: what was there does not come back by itself. */
  public void chosen(EnvironmentName environment, String image, Choice choice) {
    choices = choices.with(environment, image, choice);
  }

  public void chosenByPolicy(EnvironmentName environment, String image) {
    choices = choices.without(environment, image);
  }

  /** It is decided about again later: once of each version. */
  public void await(Waiting version) {
    if (waiting.stream()
        .noneMatch(w -> w.isFor(version.environment(), version.image(), version.candidate()))) {
      waiting.add(version);
    }
  }

  /** Remembers where a tag points from now on. */
  public void learn(String place, Digest digest) {
    learned.put(place, digest);
  }

  public Map<String, Digest> learned() {
    return learned;
  }

  public List<Wanted> wanted() {
    return List.copyOf(wanted.values());
  }

  public List<EventEnvelope<?>> announcements() {
    return List.copyOf(announcements);
  }

  public List<Restarting> restarts() {
    return List.copyOf(restarts);
  }

  /** Without what is to be merged: it is decided again until it is. */
  public Set<EventId> decided(List<Wish> proposed) {
    Set<EventId> settled = new LinkedHashSet<>(decided);
    proposed.forEach(wish -> wish.causes().forEach(cause -> settled.remove(cause.decision())));
    // A version's own decision ends here: from now on it waits in its environment.
    candidates.forEach(cause -> settled.add(cause.decision()));
    return settled;
  }

  /** In the order in which they were decided. */
  public List<PinChange> pinChanges() {
    return List.copyOf(pinChanges);
  }

  public Choices choices() {
    return choices;
  }

  public List<Waiting> waiting() {
    return List.copyOf(waiting);
  }

  /** Without those that something else took the place of in their request. */
  public List<Waiting> waiting(List<Wish> proposed) {
    return waiting.stream()
        .filter(version -> !version.proposed() || isIn(proposed, version))
        .toList();
  }

  private static boolean isIn(List<Wish> proposed, Waiting version) {
    return proposed.stream()
        .filter(wish -> wish.environment().equals(version.environment()))
        .anyMatch(
            wish ->
                wish.causes().contains(version.candidate().cause())
                    && wish.updates().stream()
                        .anyMatch(update -> update.name().equals(version.image())));
  }

  public Pins pins() {
    return pins;
  }

  public Instant now() {
    return now;
  }
}
