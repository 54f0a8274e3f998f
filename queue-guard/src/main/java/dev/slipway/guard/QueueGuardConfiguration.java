package dev.slipway.guard;

import dev.slipway.guard.sqs.SqsQueueReader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** Puts the guard together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueueGuardSettings.class)
class QueueGuardConfiguration {

  @Bean
  SqsQueueReader queueReader(QueueGuardSettings settings) {
    return new SqsQueueReader(
        DefaultCredentialsProvider.builder().build(),
        settings.sqsEndpoint(),
        settings.regionTimeout());
  }

  @Bean
  Outcomes outcomes(MeterRegistry meters) {
    return (result, reason) ->
        meters.counter("slipway.outcomes", "result", result, "reason", reason).increment();
  }

  @Bean
  EnvironmentGate environmentGate(
      QueueReader queues, Outcomes outcomes, Clock clock, QueueGuardSettings settings) {
    return new EnvironmentGate(
        queues,
        outcomes,
        clock,
        System::nanoTime,
        settings.pollInterval(),
        settings.pendingPollInterval());
  }
}
