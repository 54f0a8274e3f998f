package dev.slipway.sandbox.cluster;

import dev.slipway.sandbox.cluster.images.ImageLookup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a simulated cluster is to be.
 *
 * @param port of the API server; 0 (default) for any free one
 * @param pace from the start of a container until it is ready, default 1 s; longer times (back-off)
 *     follow from it; a Deployment's progress deadline and {@code minReadySeconds} do not
 * @param images what the node finds when it pulls; by default every image that is named
 * @param token who carries it may do everything; default {@code simulated}
 * @param directory where the objects survive a restart; by default they don't
 */
public record ClusterOptions(
    int port, Duration pace, ImageLookup images, String token, Optional<Path> directory) {
  private static final Duration DEFAULT_PACE = Duration.ofSeconds(1);

  public ClusterOptions {
    if (!pace.isPositive()) {
      throw new IllegalArgumentException("pace must be above zero, but is " + pace);
    }
    if (token.isBlank()) {
      throw new IllegalArgumentException("token must not be empty");
    }
  }

  public static ClusterOptions defaults() {
    return new ClusterOptions(0, DEFAULT_PACE, ImageLookup.byName(), "simulated", Optional.empty());
  }

  public ClusterOptions withPort(int value) {
    return new ClusterOptions(value, pace, images, token, directory);
  }

  public ClusterOptions withPace(Duration value) {
    return new ClusterOptions(port, value, images, token, directory);
  }

  public ClusterOptions withImages(ImageLookup value) {
    return new ClusterOptions(port, pace, value, token, directory);
  }

  public ClusterOptions withToken(String value) {
    return new ClusterOptions(port, pace, images, value, directory);
  }

  public ClusterOptions withDirectory(Path value) {
    return new ClusterOptions(port, pace, images, token, Optional.of(value));
  }
}
