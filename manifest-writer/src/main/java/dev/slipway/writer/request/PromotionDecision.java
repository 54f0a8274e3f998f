package dev.slipway.writer.request;

import dev.slipway.events.PromotionRequested;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.Asked;
import dev.slipway.writer.Intake;
import dev.slipway.writer.Proof;
import dev.slipway.writer.VersionOrder;
import dev.slipway.writer.files.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What was proven in the source environment, as it was proven there. */
final class PromotionDecision {
  private final OpenRequest request;
  private final PromotionRequested asked;

  PromotionDecision(OpenRequest request, PromotionRequested asked) {
    this.request = request;
    this.asked = asked;
  }

  void decide() {
    Promotion promotion = request.environment().promote();
    if (promotion == null) {
      request.decline(
          null,
          null,
          DeclineReason.NO_SOURCE,
          request.environment().name()
              + " promotes from nowhere: add promote: {from: ...} to slipway.yaml");
      return;
    }
    List<String> names = asked.images().isEmpty() ? request.desk().imageNames() : asked.images();
    record Promoted(FollowedImage image, ImageReference to) {}
    List<Promoted> promoted = new ArrayList<>();
    boolean waiting = false;
    int places = 0;
    for (String name : names) {
      Optional<FollowedImage> image = request.writableImage(name);
      if (image.isEmpty()) {
        return;
      }
      List<Place> here = request.places(name);
      if (here.isEmpty() && asked.images().isEmpty()) {
        continue;
      }
      places++;
      Optional<Proof> proof =
          request.desk().state().proofs().newest(promotion.from(), image.get().repository());
      if (proof.isEmpty() || proof.get().tag() == null) {
        request.decline(
            name,
            null,
            DeclineReason.NOT_PROVEN,
            "no version of " + name + " has run in " + promotion.from() + " yet");
        return;
      }
      Tag tag = Objects.requireNonNull(proof.get().tag());
      var proven = new ImageReference(proof.get().repository(), tag, proof.get().digest());
      if (here.stream().anyMatch(place -> place.tag().equals(Optional.of(tag)))
          || (isAutomatic() && !mayComeByItself(image.get(), tag, here))) {
        continue;
      }
      if (here.stream().noneMatch(Place::canHoldDigest)) {
        var byTag = new ImageReference(proven.repository(), tag, null);
        Optional<Asked.Answer> answer = request.lookUp(byTag);
        if (answer.isEmpty()) {
          waiting = true;
          continue;
        }
        if (answer.get().refused()) {
          request.declineUnseen(name, proven, answer.get());
          return;
        }
        if (!answer.get().digest().equals(Optional.of(proof.get().digest()))) {
          request.decline(
              name,
              proven,
              DeclineReason.DIGEST_MOVED,
              byTag
                  + " was proven as "
                  + proof.get().digest().abbreviated()
                  + ", but is "
                  + answer.get().digest().map(Digest::abbreviated).orElse("gone")
                  + " now: push a new tag");
          return;
        }
      }
      promoted.add(new Promoted(image.get(), proven));
    }
    if (waiting) {
      return;
    }
    if (promoted.isEmpty() && isAutomatic()) {
      request.plan().decided(request.asked().cause());
      return;
    }
    if (promoted.isEmpty()) {
      request.decline(
          null,
          null,
          places == 0 ? DeclineReason.NO_TARGET : DeclineReason.NOTHING_TO_DO,
          places == 0
              ? request.environment().name() + " has no place for any image"
              : request.environment().name()
                  + " has what is proven in "
                  + promotion.from()
                  + " already");
      return;
    }
    for (Promoted one : promoted) {
      request.plan().chosenByPolicy(request.environment().name(), one.image().name());
      request.set(one.image(), one.to(), false);
    }
  }

  private boolean isAutomatic() {
    return asked.actor().equals(Intake.AUTOMATIC);
  }

  /** What comes by itself never goes back, nor brings back what was put away. */
  private boolean mayComeByItself(FollowedImage image, Tag tag, List<Place> places) {
    VersionOrder order = request.desk().order(image);
    return !request.plan().choices().putAway(request.environment().name(), image.name(), tag)
        && places.stream()
            .flatMap(place -> place.tag().stream())
            .allMatch(current -> !order.fits(current) || order.compare(tag, current) > 0);
  }
}
