package dev.slipway.writer;

import dev.slipway.events.value.EnvironmentName;
import java.time.Instant;

/**
 * A version that waits: for the other images of its application, for what the registry says, or for
 * people to merge it.
 *
 * @param image its name in {@code slipway.yaml}
 * @param until when it is decided about at the latest
 * @param proposed whether it waits for people to merge it, and no longer for {@code until}
 */
public record Waiting(
    EnvironmentName environment,
    String image,
    Candidate candidate,
    Instant until,
    boolean proposed) {

  /** One that waits for a time. */
  Waiting(EnvironmentName environment, String image, Candidate candidate, Instant until) {
    this(environment, image, candidate, until, false);
  }

  boolean isFor(EnvironmentName name, String imageName, Candidate offered) {
    return environment.equals(name)
        && image.equals(imageName)
        && candidate.tag().equals(offered.tag());
  }
}
