package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.files.Place;
import java.util.List;
import java.util.Optional;

/**
 * Takes back what failed where the environment says {@code onFailure: rollback} (design, section
 * 7): only an image of the workload that failed, that Slipway wrote, that still stands there and
 * never ran there. A version that was rolled back to has run there, so that no rollback is ever
 * rolled back.
 */
final class FailureDecider {
  private final Desk desk;
  private final Plan plan;

  FailureDecider(Desk desk, Plan plan) {
    this.desk = desk;
    this.plan = plan;
  }

  void decide(FailedRollout failure) {
    desk.environment(failure.environment())
        .filter(Environment::rollsBack)
        .filter(Environment::writable)
        .ifPresent(environment -> decide(failure, environment));
    plan.decided(failure.cause());
  }

  private void decide(FailedRollout failure, Environment environment) {
    for (String name : desk.imageNames()) {
      Optional<FollowedImage> image = desk.image(environment, name);
      List<Place> places = desk.places(environment, name);
      Optional<Tag> current = places.stream().flatMap(place -> place.tag().stream()).findFirst();
      if (image.isPresent()
          && current.isPresent()
          && plan.planned(environment.name(), name).isEmpty()
          && isToBlame(failure, environment, image.get(), current.get())) {
        takeBack(failure, environment, image.get(), current.get(), places);
      }
    }
  }

  private boolean isToBlame(
      FailedRollout failure, Environment environment, FollowedImage image, Tag current) {
    var reference = new ImageReference(image.repository(), current, null);
    return failure.names(reference)
        && desk.state().log().wrote(environment.name(), image.name(), current.toString())
        && !desk.state().proofs().has(environment.name(), reference, null);
  }

  private void takeBack(
      FailedRollout failure,
      Environment environment,
      FollowedImage image,
      Tag current,
      List<Place> places) {
    String what = image.name() + " " + current + " in " + environment.name();
    if (plan.pins().version(environment.name(), image.name()).isPresent()) {
      decline(failure, image, current, DeclineReason.PINNED, what + " failed, but is pinned");
      return;
    }
    Optional<Proof> proof =
        desk.state().proofs().newestOtherThan(current, environment.name(), image.repository());
    if (proof.isEmpty()) {
      decline(
          failure,
          image,
          current,
          DeclineReason.NOTHING_PROVEN,
          what + " failed, and no earlier version has run there: nothing to go back to");
      return;
    }
    plan.chosen(environment.name(), image.name(), Choice.ofRollback(current));
    boolean digests = places.stream().anyMatch(place -> place.digest().isPresent());
    plan.want(
        new Plan.Wanted(
            failure.cause(),
            environment.name(),
            image.name(),
            new ImageReference(
                image.repository(), proof.get().tag(), digests ? proof.get().digest() : null),
            places,
            "Rolled back because "
                + failure.workload()
                + " failed ("
                + failure.reason()
                + "): "
                + failure.message()));
  }

  private void decline(
      FailedRollout failure,
      FollowedImage image,
      Tag current,
      DeclineReason reason,
      String message) {
    plan.decline(
        failure.cause(),
        failure.environment(),
        image.name(),
        new ImageReference(image.repository(), current, null),
        reason,
        message);
  }
}
