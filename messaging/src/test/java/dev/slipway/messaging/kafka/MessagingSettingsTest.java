package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MessagingSettingsTest {
  @Test
  void takesNothingButANameForAServiceThatOnlySends() {
    MessagingSettings settings = bind(Map.of("service", "console"));
    assertThat(settings.work()).isEmpty();
    assertThat(settings.partitions()).isEqualTo(12);
    assertThat(settings.backoffMaximum()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.deadLetterTopic()).isEqualTo("slipway.console.dead-letters");
  }

  @Test
  void takesTheWorkTopicAmongTheWorkOfAServiceThatRoutes() {
    MessagingSettings settings =
        bind(
            Map.of(
                "service", "writer",
                "work", "slipway.writer.work",
                "route", "slipway.images,slipway.rollouts"));
    assertThat(settings.route()).isEqualTo(List.of("slipway.images", "slipway.rollouts"));
  }

  @ParameterizedTest
  @CsvSource({
    "service, Queue Guard",
    "partitions, 0",
    "replication-factor, 0",
    "publish-timeout, 0s",
    "stop-timeout, 0s",
    "backoff-minimum, 0s",
    "backoff-maximum, 1ms",
    "route-rest, -1ms",
    "work-retention, 0s",
    "dead-letter-retention, 0s",
    "work, slipway.config"
  })
  void namesTheSettingThatIsWrong(String name, String value) {
    Map<String, String> settings = new HashMap<>(Map.of("service", "queue-guard"));
    settings.put(name, value);
    assertThatThrownBy(() -> bind(settings))
        .rootCause()
        .hasMessageStartingWith("slipway.messaging." + name);
  }

  @Test
  void refusesToRouteWhereNobodyReads() {
    assertThatThrownBy(() -> bind(Map.of("service", "writer", "route", "slipway.images")))
        .rootCause()
        .hasMessageContaining("slipway.writer.work");
  }

  private static MessagingSettings bind(Map<String, String> settings) {
    Map<String, String> named = new HashMap<>();
    settings.forEach((name, value) -> named.put("slipway.messaging." + name, value));
    return new Binder(new MapConfigurationPropertySource(named))
        .bindOrCreate("slipway.messaging", MessagingSettings.class);
  }
}
