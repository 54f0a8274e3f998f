package dev.slipway.notifier;

import dev.slipway.messaging.Configuration;
import dev.slipway.notifier.http.HttpMessenger;
import dev.slipway.notifier.web.AccessTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Puts the notifier together. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotifierSettings.class)
class NotifierConfiguration {
  /** A receiver's messages lie in one Kafka record, which may be some 8 MB long. */
  private static final int BACKLOG_CHARACTERS = 2_000_000;

  @Bean
  HttpMessenger messenger(NotifierSettings settings, Clock clock) {
    return new HttpMessenger(settings.receivers(), settings.timeout(), clock);
  }

  @Bean
  Outcomes outcomes(MeterRegistry meters) {
    return (result, reason) ->
        meters.counter("slipway.outcomes", "result", result, "reason", reason).increment();
  }

  @Bean
  ReceiverRouter router(Clock clock, NotifierSettings settings, Outcomes outcomes) {
    return new ReceiverRouter(clock, settings.oldestEvent(), outcomes);
  }

  @Bean
  ReceiverService receivers(
      Messenger messenger,
      Configuration configuration,
      Outcomes outcomes,
      Clock clock,
      NotifierSettings settings) {
    return new ReceiverService(
        messenger,
        configuration,
        outcomes,
        clock,
        new Pauses(System::nanoTime, () -> ThreadLocalRandom.current().nextDouble()),
        new Capacity(settings.backlog(), BACKLOG_CHARACTERS),
        settings.longestWait());
  }

  @Bean
  TestSender testSender(Messenger messenger, Clock clock) {
    return new TestSender(messenger, clock);
  }

  @Bean
  AccessTokens accessTokens(NotifierSettings settings) {
    return new AccessTokens(settings.tokensFile());
  }
}
