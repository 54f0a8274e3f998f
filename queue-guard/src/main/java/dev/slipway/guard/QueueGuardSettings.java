package dev.slipway.guard;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The guard's own settings. AWS credentials come from the SDK's default chain.
 *
 * @param sqsEndpoint where SQS is instead of AWS, for every region; absent: AWS's own addresses
 * @param pollInterval how often guarded queues are asked while nothing waits for them; default 5 s
 * @param pendingPollInterval how often while a revision does; default 1 s
 * @param regionTimeout what has not answered by then is not empty; default 3 s, at most 5 s because
 *     an answer to the applier is worth 10 s
 */
@ConfigurationProperties("slipway.guard")
record QueueGuardSettings(
    @Nullable URI sqsEndpoint,
    @DefaultValue("5s") Duration pollInterval,
    @DefaultValue("1s") Duration pendingPollInterval,
    @DefaultValue("3s") Duration regionTimeout) {
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(5);

  QueueGuardSettings {
    requirePositive("poll-interval", pollInterval);
    requirePositive("pending-poll-interval", pendingPollInterval);
    requirePositive("region-timeout", regionTimeout);
    if (regionTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "slipway.guard.region-timeout must be at most 5s, but is " + regionTimeout);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "slipway.guard." + name + " must be above zero, but is " + value);
    }
  }
}
