package dev.slipway.writer.request;

import dev.slipway.events.Environment;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.writer.Cause;
import dev.slipway.writer.Plan;
import java.util.Optional;

/** Releases a pin, and asks what there is now. */
final class UnpinDecision {
  private UnpinDecision() {}

  static void decide(OpenRequest request, UnpinRequested asked) {
    Environment environment = request.environment();
    Optional<FollowedImage> image = request.writableImage(asked.image());
    if (image.isEmpty()) {
      return;
    }
    if (request.plan().pins().version(environment.name(), asked.image()).isEmpty()) {
      request.decline(
          asked.image(),
          null,
          DeclineReason.NOTHING_TO_DO,
          asked.image() + " is not pinned in " + environment.name());
      return;
    }
    Cause cause = request.asked().cause();
    Plan plan = request.plan();
    plan.unpin(cause, environment.name(), asked.image());
    plan.chosenByPolicy(environment.name(), asked.image());
    var scan =
        new ScanRequested(
            image.get().repository(), asked.image() + " was unpinned in " + environment.name());
    plan.announce(cause.causes(scan, plan.now(), environment.name()));
    request.done();
  }
}
