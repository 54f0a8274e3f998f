package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.time.Duration;
import java.util.List;

/**
 * The cluster runs the revision: every workload is rolled out. This proves its images here.
 *
 * @param images what runs, with the digests that the pods report
 * @param restarts the restarts that this did
 * @param took from the first write to the last ready pod; zero where nothing changed
 */
public record RolloutSucceeded(
    EnvironmentName environment,
    Sequence sequence,
    GitRevision commit,
    List<RunningImage> images,
    List<EventId> restarts,
    Duration took)
    implements RolloutEvent {
  public RolloutSucceeded {
    images = List.copyOf(images);
    restarts = List.copyOf(restarts);
  }
}
