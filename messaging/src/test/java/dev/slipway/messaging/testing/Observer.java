package dev.slipway.messaging.testing;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EventId;
import dev.slipway.messaging.EventHistory;
import dev.slipway.messaging.EventPublisher;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** On a real broker: looks on at what services publish, and plays those that are not there. */
public final class Observer implements AutoCloseable {
  /** Only what messaging brings. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {}

  private final List<EventEnvelope<?>> seen = new CopyOnWriteArrayList<>();
  private final ConfigurableApplicationContext application;

  private Observer(ConfigurableApplicationContext application) {
    this.application = application;
  }

  /**
   * Looks on from the beginning of these topics.
   *
   * @param topics none: it only publishes
   */
  public static Observer on(String bootstrapServers, Topic... topics) {
    Observer observer =
        new Observer(
            new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                    "--spring.config.name=observer",
                    "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                    "--slipway.messaging.service=observer"));
    if (topics.length > 0) {
      // Ends with the application.
      AutoCloseable _ =
          observer
              .application
              .getBean(EventHistory.class)
              .follow(Set.of(topics), delivery -> observer.seen.add(delivery.envelope()), () -> {});
    }
    return observer;
  }

  public <E extends Event> EventEnvelope<E> publish(E event) {
    return publish(event, Instant.now());
  }

  public <E extends Event> EventEnvelope<E> publish(E event, Instant time) {
    EventEnvelope<E> envelope = EventEnvelope.first(EventId.random(), "/test", time, event);
    application.getBean(EventPublisher.class).publish(envelope);
    return envelope;
  }

  /** Every envelope so far, in order; what was sent again is there again. */
  public List<EventEnvelope<?>> seen() {
    return List.copyOf(seen);
  }

  /** The events of that kind so far, in order. */
  public <E extends Event> List<E> events(Class<E> type) {
    return seen.stream()
        .map(EventEnvelope::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Override
  public void close() {
    application.close();
  }
}
