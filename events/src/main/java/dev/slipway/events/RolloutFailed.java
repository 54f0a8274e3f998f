package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The revision does not run, and why.
 *
 * @param message the cause in words, with the last lines of a crash
 * @param workload {@code Deployment/web}; absent where no single one is the cause
 * @param begun whether anything was written
 * @param images those of the workload; absent where no single one is the cause
 */
public record RolloutFailed(
    EnvironmentName environment,
    Sequence sequence,
    GitRevision commit,
    RolloutFailure reason,
    String message,
    @Nullable String workload,
    boolean begun,
    @Nullable List<ImageReference> images)
    implements RolloutEvent {
  public RolloutFailed {
    images = images == null ? null : List.copyOf(images);
  }

  /** A failure of which the workload's images are not known. */
  public RolloutFailed(
      EnvironmentName environment,
      Sequence sequence,
      GitRevision commit,
      RolloutFailure reason,
      String message,
      @Nullable String workload,
      boolean begun) {
    this(environment, sequence, commit, reason, message, workload, begun, null);
  }
}
