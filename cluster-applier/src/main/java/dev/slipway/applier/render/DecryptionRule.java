package dev.slipway.applier.render;

import dev.slipway.events.Environment;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which environments may use an age identity file.
 *
 * @param cluster absent: in any cluster
 * @param environment absent: every one
 */
public record DecryptionRule(
    @Nullable String cluster, @Nullable String environment, Path ageIdentities) {

  boolean fits(Environment candidate) {
    return (cluster == null || cluster.equals(candidate.cluster()))
        && (environment == null || environment.equals(candidate.name().toString()));
  }
}
