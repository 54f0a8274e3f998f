package dev.slipway.writer;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;

/**
 * A rollout that had begun and failed in a workload.
 *
 * @param workload {@code Deployment/web}
 * @param images those of the workload
 * @param message the first line of the cause in words: a crash's last lines may hold secrets
 */
public record FailedRollout(
    Cause cause,
    EnvironmentName environment,
    RolloutFailure reason,
    String workload,
    List<ImageReference> images,
    String message) {
  private static final int LONGEST_MESSAGE = 200;

  public FailedRollout {
    images = List.copyOf(images);
    message = message.lines().findFirst().orElse("");
    message =
        message.length() <= LONGEST_MESSAGE
            ? message
            : message.substring(0, LONGEST_MESSAGE) + "...";
  }

  boolean names(ImageReference image) {
    return images.stream()
        .filter(failed -> failed.repository().equals(image.repository()))
        .anyMatch(
            failed ->
                image.tag() == null ? failed.digest() != null : image.tag().equals(failed.tag()));
  }
}
