package dev.slipway.messaging.testing;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventJson;
import dev.slipway.events.value.EventId;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.UnreadableDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Runs a keyed service on the test's own thread: deliver, then {@link #work}. State goes through
 * JSON at every change, as it does through Kafka, so {@link #restart} loses what is not in it.
 */
public final class ServiceHarness<S extends Record> {
  private final KeyedService<S> service;
  private final RecordingPublisher publisher;
  private final FakeConfiguration configuration;
  private final Map<String, byte[]> states = new HashMap<>();
  private long offset;
  private int failingUpdates;

  public ServiceHarness(
      KeyedService<S> service, RecordingPublisher publisher, FakeConfiguration configuration) {
    this.service = service;
    this.publisher = publisher;
    this.configuration = configuration;
  }

  /** The same states and configuration under a new instance: what a crash leaves. */
  public ServiceHarness<S> restart(KeyedService<S> newInstance) {
    var next = new ServiceHarness<S>(newInstance, publisher, configuration);
    next.states.putAll(states);
    next.offset = offset;
    return next;
  }

  /** Delivers an event that nothing caused, under its own key; gives its envelope. */
  public <E extends Event> EventEnvelope<E> deliver(E event) {
    return deliver(event.key(), event);
  }

  /** As {@link #deliver(Event)}, under another key, as a router would. */
  public <E extends Event> EventEnvelope<E> deliver(String key, E event) {
    EventEnvelope<E> envelope =
        EventEnvelope.first(EventId.random(), "/test", Instant.EPOCH, event);
    deliver(key, envelope);
    return envelope;
  }

  /** Delivers an envelope; delivering the same again is a redelivery. */
  public void deliver(String key, EventEnvelope<?> envelope) {
    Delivery delivery =
        new Delivery(envelope, envelope.event().type().topic().topicName(), 0, offset++);
    put(key, service.record(key, state(key), delivery));
  }

  public void deliverUnreadable(UnreadableDelivery delivery) {
    put(delivery.key(), service.recordUnreadable(delivery.key(), state(delivery.key()), delivery));
  }

  public void deliverNotice(String key, String text) {
    put(key, service.recordNotice(key, state(key), EventId.random(), text));
  }

  /** The worker's next changes of state are lost, as with an instance that dies before them. */
  public void failNextUpdates(int calls) {
    failingUpdates = calls;
  }

  /** Calls the worker once. */
  public Next work(String key) throws InterruptedException {
    return service.work(new Context(key));
  }

  public S state(String key) {
    byte[] json = states.get(key);
    return json == null
        ? service.initialState(key)
        : EventJson.mapper().readValue(json, service.stateType());
  }

  private void put(String key, S state) {
    states.put(key, EventJson.mapper().writeValueAsBytes(state));
  }

  private final class Context implements KeyContext<S> {
    private final String key;

    private Context(String key) {
      this.key = key;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public S state() {
      return ServiceHarness.this.state(key);
    }

    @Override
    public S update(UnaryOperator<S> change) {
      if (failingUpdates > 0) {
        failingUpdates--;
        throw new BrokerUnavailableException(
            "the test's broker is away", new IllegalStateException("away"));
      }
      put(key, change.apply(state()));
      return state();
    }

    @Override
    public EventPublisher publisher() {
      return publisher;
    }

    @Override
    public Configuration configuration() {
      return configuration;
    }

    @Override
    public boolean awaitChange(Duration atMost) {
      return false;
    }
  }
}
