package dev.slipway.messaging.kafka;

import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Router;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/** Puts a service's own parts behind listeners. */
record ServiceWiring(
    MessagingSettings settings,
    KafkaClients clients,
    Sender sender,
    CloudEventCodec codec,
    DeadLetters deadLetters,
    Configuration configuration,
    EventPublisher publisher,
    Meters meters,
    BrokerOutage outage,
    Clock clock) {

  /** Adds the listener of the work; gives what it holds. */
  <S extends Record> Assignment<S> addWork(
      KeyedService<S> service, List<AbstractMessageListenerContainer<byte[], byte[]>> containers) {
    var services =
        new WorkerServices<>(
            service,
            publisher,
            configuration,
            new AtomicLong(),
            new StateStore(settings.stateTopic(), () -> clients.reader("state"), sender),
            sender,
            new Backoff(settings.backoffMinimum(), settings.backoffMaximum()),
            new OutageLog(outage, clock),
            meters);
    var assignment =
        new Assignment<>(
            services,
            new PartitionLoader<>(services, deadLetters),
            settings.partitions(),
            settings.stopTimeout(),
            outage);
    configuration.onChange(assignment::configurationChanged);
    var listener = new WorkListener<>(assignment, services, codec, deadLetters, outage);
    var container = new ListenerContainers(clients, settings).work(listener, assignment);
    containers.add(container);
    var lag = new ConsumerLag(container::metrics);
    settings.work().forEach(topic -> meters.lag(settings.service(), topic, lag::of));
    return assignment;
  }

  void addRouter(Router router, List<AbstractMessageListenerContainer<byte[], byte[]>> containers) {
    var listener =
        new RouterListener(
            router,
            configuration,
            codec,
            deadLetters,
            sender,
            settings.workTopic(),
            meters,
            outage);
    var container = new ListenerContainers(clients, settings).router(listener);
    containers.add(container);
    var lag = new ConsumerLag(container::metrics);
    settings.route().forEach(topic -> meters.lag(settings.routerGroup(), topic, lag::of));
  }
}
