package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about versions that come by themselves. A version replaces another only where the policy
 * ranks it higher, whatever order the events come in (promise 4).
 */
final class CandidateDecider {
  private final Desk desk;
  private final Plan plan;

  CandidateDecider(Desk desk, Plan plan) {
    this.desk = desk;
    this.plan = plan;
  }

  void decide(Candidate candidate) {
    for (Environment environment : desk.environments()) {
      for (FollowedImage image : environment.follow()) {
        if (image.repository().equals(candidate.repository())) {
          decide(candidate, environment, image);
        }
      }
    }
    plan.decided(candidate.cause());
  }

  private void decide(Candidate candidate, Environment environment, FollowedImage image) {
    if (image.policy() instanceof TagPolicy.MovingDigest(Tag moving)) {
      if (moving.equals(candidate.tag())) {
        moved(candidate, environment);
      }
      return;
    }
    if (!environment.writable()) {
      return;
    }
    VersionOrder order = VersionOrder.of(image);
    if (!order.fits(candidate.tag())) {
      decline(
          candidate,
          environment,
          image,
          DeclineReason.NOT_MATCHED,
          candidate.tag() + " does not fit the policy of " + image.name());
      return;
    }
    if (image.fromBranch() != null && !isFrom(candidate, environment, image)) {
      return;
    }
    Optional<String> pin = plan.pins().version(environment.name(), image.name());
    if (pin.isPresent()) {
      decline(
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
      return;
    }
    if (!candidate.published() && plan.isChosenByPerson(environment.name(), image.name())) {
      return;
    }
    update(candidate, environment, image, order);
  }

  private void update(
      Candidate candidate, Environment environment, FollowedImage image, VersionOrder order) {
    List<Place> places = desk.followedPlaces(environment, image.name());
    if (places.stream().noneMatch(Place::holdsVersion)) {
      if (candidate.published()) {
        plan.decline(candidate.cause(), desk.noPlace(environment, image, candidate.reference()));
      }
      return;
    }
    Optional<Plan.Wanted> planned = plan.planned(environment.name(), image.name());
    if (planned.isPresent() && !ranksHigher(order, candidate.tag(), planned.get().to().tag())) {
      notNewer(candidate, environment, image, String.valueOf(planned.get().to().tag()));
      return;
    }
    boolean personChose = plan.isChosenByPerson(environment.name(), image.name());
    List<Place> older =
        places.stream()
            .filter(Place::holdsVersion)
            .filter(
                place ->
                    personChose
                        ? !place.tag().equals(Optional.of(candidate.tag()))
                        : ranksHigher(order, candidate.tag(), place.tag().orElse(null)))
            .toList();
    if (older.isEmpty()) {
      Tag current = places.stream().flatMap(p -> p.tag().stream()).findFirst().orElseThrow();
      if (!current.equals(candidate.tag())) {
        notNewer(candidate, environment, image, current.toString());
      }
      return;
    }
    plan.chosenByPolicy(environment.name(), image.name());
    plan.want(
        new Plan.Wanted(
            candidate.cause(),
            environment.name(),
            image.name(),
            asWritten(candidate, places),
            places));
  }

  /** With the digest only where the files hold one already, as Flux does. */
  private static ImageReference asWritten(Candidate candidate, List<Place> places) {
    boolean digests = places.stream().anyMatch(place -> place.digest().isPresent());
    return new ImageReference(
        candidate.repository(), candidate.tag(), digests ? candidate.digest() : null);
  }

  private static boolean ranksHigher(VersionOrder order, Tag candidate, @Nullable Tag current) {
    // A value that does not fit the policy is no version that could be newer.
    return current == null || !order.fits(current) || order.compare(candidate, current) > 0;
  }

  private boolean isFrom(Candidate candidate, Environment environment, FollowedImage image) {
    if (candidate.branch().equals(Optional.ofNullable(image.fromBranch()).map(Object::toString))) {
      return true;
    }
    decline(
        candidate,
        environment,
        image,
        DeclineReason.WRONG_BRANCH,
        image.name()
            + " follows the branch "
            + image.fromBranch()
            + ", but this image says "
            + candidate.branch().orElse("nothing of its branch"));
    return false;
  }

  /** A tag that is followed by digest has moved: the files stay, the pods restart. */
  private void moved(Candidate candidate, Environment environment) {
    Digest digest = candidate.digest();
    String place = environment.name() + "/" + candidate.repository();
    Digest before = desk.state().digests().get(place);
    if (digest == null || digest.equals(before)) {
      return;
    }
    plan.learn(place, digest);
    if (before == null) {
      // The first look: nothing has moved since.
      return;
    }
    plan.restart(
        candidate.cause(),
        environment.name(),
        new Restart(
            EventId.derive("restart", candidate.cause().event(), environment.name()),
            null,
            new ImageReference(candidate.repository(), candidate.tag(), null),
            digest,
            candidate.repository().shortName()
                + ":"
                + candidate.tag()
                + " moved from "
                + before.abbreviated()
                + " to "
                + digest.abbreviated()));
  }

  private void notNewer(
      Candidate candidate, Environment environment, FollowedImage image, String current) {
    decline(
        candidate,
        environment,
        image,
        DeclineReason.NOT_NEWER,
        environment.name()
            + " has "
            + current
            + ", which the policy ranks above "
            + candidate.tag());
  }

  /** Only what was just published is somebody's push that asks for an answer. */
  private void decline(
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
