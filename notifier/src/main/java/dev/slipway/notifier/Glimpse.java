package dev.slipway.notifier;

import dev.slipway.events.Event;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an environment besides the event at hand, so that a message can say what
 * changes. May lag, or know nothing.
 *
 * @param running the images that ran successfully last
 * @param sequence the newest revision; absent before one was seen
 * @param desired the managed images of that revision
 */
record Glimpse(
    EnvironmentName environment,
    List<ImageReference> running,
    @Nullable Sequence sequence,
    List<DesiredImage> desired) {
  Glimpse {
    running = List.copyOf(running);
    desired = List.copyOf(desired);
  }

  static Glimpse nothingOf(EnvironmentName environment) {
    return new Glimpse(environment, List.of(), null, List.of());
  }

  static boolean learnsFrom(Event event) {
    return event instanceof RevisionCommitted
        || event instanceof RestartDecided
        || event instanceof RolloutSucceeded;
  }

  Glimpse after(Event event) {
    if (event instanceof RevisionCommitted committed) {
      return desiring(committed.revision());
    }
    if (event instanceof RestartDecided decided) {
      return desiring(decided.revision());
    }
    return event instanceof RolloutSucceeded succeeded ? running(succeeded) : this;
  }

  private Glimpse desiring(Revision revision) {
    if (sequence != null && sequence.isAfter(revision.sequence())) {
      return this;
    }
    List<DesiredImage> managed =
        revision.images().stream().filter(image -> image.name() != null).toList();
    return new Glimpse(environment, running, revision.sequence(), managed);
  }

  private Glimpse running(RolloutSucceeded succeeded) {
    List<ImageReference> images =
        succeeded.images().stream().map(RunningImage::reference).distinct().toList();
    return new Glimpse(environment, images, sequence, desired);
  }
}
