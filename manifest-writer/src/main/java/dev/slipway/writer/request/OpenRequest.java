package dev.slipway.writer.request;

import dev.slipway.events.Environment;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.Asked;
import dev.slipway.writer.Desk;
import dev.slipway.writer.Plan;
import dev.slipway.writer.files.Place;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request while it is decided about: what all kinds have in common. */
record OpenRequest(Asked asked, Environment environment, Desk desk, Plan plan) {

  /** The image of that name; empty where the request is declined already. */
  Optional<FollowedImage> image(String name) {
    Optional<FollowedImage> image = desk.image(environment, name);
    if (image.isEmpty()) {
      decline(
          name,
          null,
          DeclineReason.UNKNOWN_IMAGE,
          "there is no image '" + name + "'; there are: " + String.join(", ", desk.imageNames()));
    }
    return image;
  }

  /** As {@link #image}, where the environment is no branch of its own. */
  Optional<FollowedImage> writableImage(String name) {
    if (!environment.writable()) {
      decline(
          name,
          null,
          DeclineReason.NOT_WRITABLE,
          environment.name()
              + " is the branch "
              + environment.branch()
              + ", which is never written to: change the branch that it comes from");
      return Optional.empty();
    }
    return image(name);
  }

  List<Place> places(String image) {
    return desk.places(environment, image);
  }

  Optional<Tag> current(String image) {
    return places(image).stream().flatMap(place -> place.tag().stream()).findFirst();
  }

  /** What the registry says of this image; asks it where nobody did yet. */
  Optional<Asked.Answer> lookUp(ImageReference image) {
    Optional<Asked.Answer> answer = asked.answerTo(image);
    if (answer.isEmpty()) {
      plan.announce(
          asked
              .cause()
              .causesAs(
                  asked.lookupOf(image),
                  new ImageLookupRequested(image.repository(), image),
                  plan.now()));
    }
    return answer;
  }

  /** Has the version written, where it is not there already. */
  void set(FollowedImage image, ImageReference to, boolean pins) {
    List<Place> places = places(image.name());
    if (places.stream().noneMatch(Place::holdsVersion)) {
      plan.decline(asked.cause(), desk.noPlace(environment, image, to));
      done();
      return;
    }
    boolean there =
        places.stream()
            .filter(Place::holdsVersion)
            .allMatch(place -> place.tag().equals(Optional.ofNullable(to.tag())));
    if (!there) {
      plan.want(new Plan.Wanted(asked.cause(), environment.name(), image.name(), to, places));
    } else if (!pins) {
      decline(
          image.name(),
          to,
          DeclineReason.NOTHING_TO_DO,
          environment.name() + " has " + image.name() + " " + to.tag() + " already");
    }
    done();
  }

  /** The registry does not say whether there is such an image. */
  void declineUnseen(String image, ImageReference wanted, Asked.Answer answer) {
    decline(
        image,
        wanted,
        DeclineReason.REGISTRY_REFUSED,
        "whether there is a " + wanted + " is not known: " + answer.message() + "; then ask again");
  }

  void decline(
      @Nullable String image,
      @Nullable ImageReference candidate,
      DeclineReason reason,
      String message) {
    plan.decline(asked.cause(), environment.name(), image, candidate, reason, message);
    done();
  }

  void done() {
    plan.decided(asked.cause());
  }
}
