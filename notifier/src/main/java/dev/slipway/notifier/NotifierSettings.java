package dev.slipway.notifier;

import dev.slipway.notifier.http.HttpReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The notifier's own settings.
 *
 * @param receivers by the name that subscriptions use
 * @param oldestEvent older events are not told; default 1 h
 * @param longestWait a message that could not be sent for so long is given up; default 24 h
 * @param backlog how many messages wait for one receiver at most; default 500
 * @param timeout for one message; default 10 s
 * @param tokensFile who may send a test: a YAML list of {@code {actor, role, token}}, as the
 *     console's; absent: nobody
 */
@ConfigurationProperties("slipway.notifier")
record NotifierSettings(
    @DefaultValue Map<String, HttpReceiver> receivers,
    @DefaultValue("1h") Duration oldestEvent,
    @DefaultValue("24h") Duration longestWait,
    @DefaultValue("500") int backlog,
    @DefaultValue("10s") Duration timeout,
    @Nullable Path tokensFile) {

  NotifierSettings {
    receivers = Map.copyOf(receivers);
    requirePositive("oldest-event", oldestEvent);
    requirePositive("longest-wait", longestWait);
    requirePositive("timeout", timeout);
    if (backlog < 1) {
      throw new IllegalArgumentException(
          "slipway.notifier.backlog must be at least 1, but is " + backlog);
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "slipway.notifier." + name + " must be above zero, but is " + value);
    }
  }
}
