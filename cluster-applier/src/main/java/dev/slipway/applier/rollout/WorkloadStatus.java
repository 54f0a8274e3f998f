package dev.slipway.applier.rollout;

import dev.slipway.events.value.RunningImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a workload is. */
public sealed interface WorkloadStatus {

  /** Every pod that there is to be runs the newest template and is ready. */
  record Done(List<RunningImage> images) implements WorkloadStatus {
    public Done {
      images = List.copyOf(images);
    }
  }

  /**
   * On the way.
   *
   * @param ready updated pods that are ready
   * @param suspicion what may become the cause of a failure
   */
  record Progressing(int ready, int desired, String message, @Nullable Problem suspicion)
      implements WorkloadStatus {}

  /** It will not come by itself. */
  record Failed(Problem problem) implements WorkloadStatus {}
}
