package dev.slipway.messaging.kafka;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Settings that every service shares unless it says otherwise. */
public final class MessagingDefaults implements EnvironmentPostProcessor {
  private static final Map<String, Object> DEFAULTS =
      Map.of(
          // Ready means: takes events.
          "management.endpoint.health.group.readiness.include", "readinessState,messaging",
          // The same meter of two services is told apart wherever it is read.
          "management.metrics.tags.service", "${spring.application.name:slipway}",
          // Kafka's clients log every setting at start and every attempt to connect; we say once
          // that the broker is away, and once that it is back.
          "logging.level.org.apache.kafka", "ERROR",
          "logging.level.org.springframework.kafka", "WARN",
          // An acknowledgement that was not taken is given again with the next.
          "logging.level.org.springframework.kafka.listener.LoggingCommitCallback", "OFF",
          "logging.level.org.springframework", "WARN",
          "logging.level.org.apache.catalina", "WARN",
          "logging.level.org.springframework.boot.tomcat", "WARN",
          // A fixed message, and who and what it is about as key="value" pairs.
          "logging.pattern.console",
              "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg %kvp%n%wEx");

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    environment.getPropertySources().addLast(new MapPropertySource("slipway-messaging", DEFAULTS));
  }
}
