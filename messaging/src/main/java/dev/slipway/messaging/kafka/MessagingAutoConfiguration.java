package dev.slipway.messaging.kafka;

import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventHistory;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.PublishedEvents;
import dev.slipway.messaging.Router;
import dev.slipway.messaging.ServiceGroups;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Wires a service to Kafka. It offers {@link EventPublisher}, {@link Configuration}, {@link
 * EventHistory}, {@link ServiceGroups} and a {@link Clock}, and runs the {@link KeyedService} and
 * the {@link Router} that it finds.
 */
@AutoConfiguration(after = KafkaAutoConfiguration.class)
@EnableConfigurationProperties(MessagingSettings.class)
class MessagingAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  BrokerOutage slipwayBrokerOutage() {
    return new BrokerOutage(System::nanoTime);
  }

  @Bean
  KafkaClients slipwayKafkaClients(
      KafkaProperties properties, KafkaConnectionDetails connection, MessagingSettings settings) {
    return new KafkaClients(properties, connection, settings);
  }

  @Bean
  Meters slipwayMeters(ObjectProvider<MeterRegistry> registry) {
    return new Meters(registry.getIfAvailable(SimpleMeterRegistry::new));
  }

  @Bean
  Sender slipwaySender(KafkaClients clients) {
    return new Sender(clients::producer);
  }

  @Bean
  CloudEventCodec slipwayCodec() {
    return new CloudEventCodec();
  }

  @Bean
  DeadLetters slipwayDeadLetters(Sender sender, MessagingSettings settings, Meters meters) {
    return new DeadLetters(sender, settings, meters);
  }

  @Bean
  ConfigurationView slipwayConfiguration() {
    return new ConfigurationView();
  }

  @Bean
  EventPublisher slipwayEventPublisher(
      Sender sender,
      CloudEventCodec codec,
      MessagingSettings settings,
      Meters meters,
      ObjectProvider<PublishedEvents> observer,
      Clock clock) {
    return new KafkaEventPublisher(
        sender, codec, settings, meters, observer.getIfAvailable(() -> _ -> {}), clock);
  }

  @Bean
  ConfigurationReader slipwayConfigurationReader(
      ConfigurationView view,
      CloudEventCodec codec,
      DeadLetters deadLetters,
      Meters meters,
      KafkaClients clients,
      BrokerOutage outage) {
    return new ConfigurationReader(
        view, codec, deadLetters, meters, () -> clients.reader("configuration"), outage);
  }

  @Bean
  EventHistory slipwayEventHistory(
      KafkaClients clients,
      CloudEventCodec codec,
      MessagingSettings settings,
      BrokerOutage outage) {
    return new KafkaEventHistory(clients, codec, settings, outage);
  }

  @Bean
  KafkaServiceGroups slipwayServiceGroups(KafkaClients clients) {
    return new KafkaServiceGroups(clients::admin);
  }

  @Bean
  ServiceWiring slipwayWiring(
      MessagingSettings settings,
      KafkaClients clients,
      Sender sender,
      CloudEventCodec codec,
      DeadLetters deadLetters,
      ConfigurationView configuration,
      EventPublisher publisher,
      Meters meters,
      BrokerOutage outage,
      Clock clock) {
    return new ServiceWiring(
        settings,
        clients,
        sender,
        codec,
        deadLetters,
        configuration,
        publisher,
        meters,
        outage,
        clock);
  }

  @Bean
  MessagingLifecycle slipwayMessaging(
      MessagingSettings settings,
      KafkaClients clients,
      ConfigurationReader reader,
      ServiceWiring wiring,
      ObjectProvider<KeyedService<?>> service,
      ObjectProvider<Router> router) {
    KeyedService<?> keyed = service.getIfAvailable();
    if ((keyed == null) != settings.work().isEmpty()) {
      throw new IllegalStateException(
          "slipway.messaging.work and a KeyedService belong together: one of them is missing");
    }
    List<AbstractMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
    Assignment<?> assignment = keyed == null ? null : wiring.addWork(keyed, containers);
    Router routing = router.getIfAvailable();
    if ((routing == null) != settings.route().isEmpty()) {
      throw new IllegalStateException(
          "slipway.messaging.route and a Router belong together: one of them is missing");
    }
    if (routing != null) {
      wiring.addRouter(routing, containers);
    }
    Topics topics = new Topics(clients::admin, new TopicPlan(settings).topics());
    return new MessagingLifecycle(topics, reader, containers, assignment);
  }

  /** Where the service has the actuator. */
  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(HealthIndicator.class)
  static class HealthConfiguration {
    @Bean
    HealthIndicator messagingHealthIndicator(MessagingLifecycle lifecycle) {
      return new MessagingHealth(lifecycle::problem);
    }
  }
}
