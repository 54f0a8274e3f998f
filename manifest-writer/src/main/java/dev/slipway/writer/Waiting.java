package dev.slipway.writer;

import dev.slipway.events.value.EnvironmentName;
import java.time.Instant;

/**
 * A version that waits: for the other images of its application, or for what the registry says.
 *
 * @param image its name in {@code slipway.yaml}
 * @param until when it is decided about at the latest
 */
public record Waiting(
    EnvironmentName environment, String image, Candidate candidate, Instant until) {

  boolean isFor(EnvironmentName name, String imageName, Candidate offered) {
    return environment.equals(name)
        && image.equals(imageName)
        && candidate.tag().equals(offered.tag());
  }
}
