package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.DigestPolicy;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.configuration.RepositoryConfiguration.Application;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.FluxV1Rule;
import dev.slipway.writer.files.Place;
import dev.slipway.writer.policy.Fit;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether an environment may have a version at all, and if not, why. */
final class Admission {
  private static final Duration ASK_AGAIN = Duration.ofMinutes(10);

  private final Desk desk;
  private final Plan plan;

  Admission(Desk desk, Plan plan) {
    this.desk = desk;
    this.plan = plan;
  }

  Optional<Offer> admit(Candidate candidate, Environment environment, FollowedImage image) {
    VersionOrder order = desk.order(image);
    if (order.fit(candidate.tag()) instanceof Fit.Unfit(String why)) {
      return declined(
          candidate,
          environment,
          image,
          DeclineReason.NOT_MATCHED,
          candidate.tag() + " does not fit the policy of " + image.name() + ": " + why);
    }
    if (image.fromBranch() != null
        && !candidate.branch().equals(Optional.of(image.fromBranch().value()))) {
      return declined(
          candidate,
          environment,
          image,
          DeclineReason.WRONG_BRANCH,
          image.name()
              + " follows the branch "
              + image.fromBranch()
              + ", but this image says "
              + candidate.branch().orElse("nothing of its branch"));
    }
    Optional<String> pin = plan.pins().version(environment.name(), image.name());
    if (pin.isPresent()) {
      return declined(
          candidate,
          environment,
          image,
          DeclineReason.PINNED,
          image.name()
              + " is pinned to "
              + pin.get()
              + " in "
              + environment.name()
              + "; release it with: slipway unpin "
              + environment.name()
              + " "
              + image.name());
    }
    Optional<Choice> choice = plan.choices().of(environment.name(), image.name());
    if (choice.isPresent() && !choice.get().admits(candidate, order)) {
      return declined(
          candidate,
          environment,
          image,
          DeclineReason.REVERTED,
          candidate.tag()
              + " was put away in "
              + environment.name()
              + "; it comes back by: slipway"
              + " deploy "
              + environment.name()
              + " "
              + image.name()
              + " "
              + candidate.tag());
    }
    List<Place> places = desk.followedPlaces(environment, image.name());
    if (places.stream().noneMatch(Place::holdsVersion)) {
      if (candidate.published()) {
        plan.decline(candidate.cause(), desk.noPlace(environment, image, candidate.reference()));
      }
      return Optional.empty();
    }
    List<Place> open = places.stream().filter(place -> place.takes(candidate.tag())).toList();
    if (open.stream().noneMatch(Place::holdsVersion)) {
      Place place = places.stream().filter(Place::holdsVersion).findFirst().orElseThrow();
      return declined(
          candidate, environment, image, DeclineReason.NOT_MATCHED, notTaken(candidate, place));
    }
    return newer(candidate, environment, image, order, untilNewest(candidate, order, open));
  }

  private static String notTaken(Candidate candidate, Place place) {
    FluxV1Rule rule = Objects.requireNonNull(place.rule());
    return place.file()
        + ":"
        + rule.line()
        + ": Flux's annotation "
        + (rule.automated()
            ? "'" + rule.filter() + "' does not take " + candidate.tag()
            : "keeps new versions from coming by themselves");
  }

  /**
   * Without the files that hold a newer version already: an edit moves all of a file's values. All
   * of them, where no file is older.
   */
  private static List<Place> untilNewest(
      Candidate candidate, VersionOrder order, List<Place> places) {
    Set<FileName> newer =
        places.stream()
            .filter(
                place ->
                    place.tag().filter(tag -> order.compare(candidate.tag(), tag) < 0).isPresent())
            .map(Place::file)
            .collect(Collectors.toSet());
    List<Place> older = places.stream().filter(place -> !newer.contains(place.file())).toList();
    return older.stream().anyMatch(Place::holdsVersion) ? older : places;
  }

  private Optional<Offer> newer(
      Candidate candidate,
      Environment environment,
      FollowedImage image,
      VersionOrder order,
      List<Place> places) {
    List<Tag> current =
        places.stream().filter(Place::holdsVersion).flatMap(p -> p.tag().stream()).toList();
    Optional<Tag> unknown = current.stream().filter(order::mustBeLookedUp).findFirst();
    if (unknown.isPresent() && !current.contains(candidate.tag())) {
      lookUp(candidate, environment, image, unknown.get());
      return Optional.empty();
    }
    boolean replaces =
        places.stream()
            .filter(Place::holdsVersion)
            .anyMatch(
                place ->
                    place.tag().map(tag -> order.compare(candidate.tag(), tag) > 0).orElse(true));
    if (replaces || hasMoved(candidate, image, places)) {
      return Optional.of(new Offer(candidate, environment, image, order, places));
    }
    Tag first = current.getFirst();
    return first.equals(candidate.tag())
        ? Optional.empty()
        : declined(
            candidate,
            environment,
            image,
            DeclineReason.NOT_NEWER,
            hasNewer(environment, first.toString(), candidate.tag()));
  }

  /** The tag is there already, and the policy wants its digest to follow. */
  private static boolean hasMoved(Candidate candidate, FollowedImage image, List<Place> places) {
    return image.digests() == DigestPolicy.ALWAYS
        && candidate.digest() != null
        && places.stream()
            .filter(Place::holdsVersion)
            .allMatch(place -> place.tag().equals(Optional.of(candidate.tag())))
        && places.stream()
            .flatMap(place -> place.digest().stream())
            .anyMatch(digest -> !digest.equals(candidate.digest()));
  }

  /** Nobody knows when the current image was created: what came waits for the answer. */
  private void lookUp(
      Candidate candidate, Environment environment, FollowedImage image, Tag current) {
    var reference = new ImageReference(image.repository(), current, null);
    plan.await(
        desk.waiting(environment.name(), image.name(), candidate)
            .orElseGet(
                () ->
                    new Waiting(
                        environment.name(),
                        image.name(),
                        candidate,
                        plan.now().plus(patience(image)))));
    plan.announce(
        candidate
            .cause()
            .causesAs(
                EventId.derive("build", candidate.cause().decision(), reference),
                new ImageLookupRequested(image.repository(), reference),
                plan.now()));
  }

  /** The answer itself wakes us. */
  private Duration patience(FollowedImage image) {
    return desk.configuration()
        .applicationOf(image.name())
        .map(Application::together)
        .orElse(ASK_AGAIN);
  }

  static String hasNewer(Environment environment, String current, Tag candidate) {
    return environment.name() + " has " + current + ", which the policy ranks above " + candidate;
  }

  private Optional<Offer> declined(
      Candidate candidate,
      Environment environment,
      FollowedImage image,
      DeclineReason reason,
      String message) {
    decline(plan, candidate, environment, image, reason, message);
    return Optional.empty();
  }

  /** Only what was just published is somebody's push that asks for an answer. */
  static void decline(
      Plan plan,
      Candidate candidate,
      Environment environment,
      FollowedImage image,
      DeclineReason reason,
      String message) {
    if (candidate.published()) {
      plan.decline(
          candidate.cause(),
          environment.name(),
          image.name(),
          candidate.reference(),
          reason,
          message);
    }
  }
}
