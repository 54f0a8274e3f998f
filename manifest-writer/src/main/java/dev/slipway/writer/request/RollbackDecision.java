package dev.slipway.writer.request;

import dev.slipway.events.RollbackRequested;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.Choice;
import dev.slipway.writer.Proof;
import java.util.List;
import java.util.Optional;

/** Back to the versions that ran here last; what was there stays away until a newer one comes. */
final class RollbackDecision {
  private final OpenRequest request;
  private final RollbackRequested asked;

  RollbackDecision(OpenRequest request, RollbackRequested asked) {
    this.request = request;
    this.asked = asked;
  }

  void decide() {
    List<String> names = asked.images().isEmpty() ? request.desk().imageNames() : asked.images();
    boolean found = false;
    for (String name : names) {
      Optional<FollowedImage> image = request.writableImage(name);
      if (image.isEmpty()) {
        return;
      }
      Optional<Tag> current = request.current(name);
      Optional<Proof> proof =
          current.flatMap(
              tag ->
                  request
                      .desk()
                      .state()
                      .proofs()
                      .newestOtherThan(
                          tag, request.environment().name(), image.get().repository()));
      if (current.isPresent() && proof.isPresent()) {
        found = true;
        request.plan().chosen(request.environment().name(), name, Choice.ofRollback(current.get()));
        request.set(
            image.get(),
            new ImageReference(proof.get().repository(), proof.get().tag(), proof.get().digest()),
            false);
      }
    }
    if (!found) {
      request.decline(
          null,
          null,
          DeclineReason.NOTHING_PROVEN,
          "no earlier version has run in " + request.environment().name());
    }
  }
}
