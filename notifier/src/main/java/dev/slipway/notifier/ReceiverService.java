package dev.slipway.notifier;

import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.Subscription;
import dev.slipway.events.value.EventId;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Next;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each receiver's messages: kept in order, and sent one after the other by the receiver's own
 * worker, so that a slow one delays nobody else.
 *
 * <p>A message is sent at least once: a crash between the sending and the noting of it sends it
 * again.
 */
final class ReceiverService implements KeyedService<ReceiverState> {
  private static final Logger LOG = LoggerFactory.getLogger(ReceiverService.class);

  private static final String SOURCE = "/notifier";

  private final Messenger messenger;
  private final Configuration configuration;
  private final Outcomes outcomes;
  private final Clock clock;
  private final Pauses pauses;
  private final Capacity capacity;
  private final Duration longestWait;
  private final Set<String> refusing = ConcurrentHashMap.newKeySet();
  private final Set<String> unknown = ConcurrentHashMap.newKeySet();

  /**
   * Makes the service of every receiver.
   *
   * @param longestWait a message that could not be sent for so long is given up
   */
  ReceiverService(
      Messenger messenger,
      Configuration configuration,
      Outcomes outcomes,
      Clock clock,
      Pauses pauses,
      Capacity capacity,
      Duration longestWait) {
    this.messenger = messenger;
    this.configuration = configuration;
    this.outcomes = outcomes;
    this.clock = clock;
    this.pauses = pauses;
    this.capacity = capacity;
    this.longestWait = longestWait;
  }

  @Override
  public Class<ReceiverState> stateType() {
    return ReceiverState.class;
  }

  @Override
  public ReceiverState initialState(String key) {
    return ReceiverState.EMPTY;
  }

  @Override
  public ReceiverState record(String key, ReceiverState state, Delivery delivery) {
    EventEnvelope<?> envelope = delivery.envelope();
    if (state.seen().contains(envelope.id()) || !isKnown(key)) {
      return state;
    }
    ReceiverState next =
        state
            .after(envelope.id(), envelope.event())
            .sending(messages(key, state, envelope), capacity);
    for (int lost = state.dropped(); lost < next.dropped(); lost++) {
      outcomes.count("dropped", "outbox-full");
    }
    return next;
  }

  private List<Message> messages(String receiver, ReceiverState state, EventEnvelope<?> envelope) {
    Event event = envelope.event();
    String text = MessageWriter.write(event, Subjects.environment(event).map(state::glimpse));
    String data =
        messenger.wantsData(receiver)
            ? new String(EventJson.write(event), StandardCharsets.UTF_8)
            : null;
    return channels(receiver, event).stream()
        .map(channel -> message(envelope, channel.orElse(null), text, data))
        .toList();
  }

  /** Who asked to hear of refused configurations: these are read, they do not arrive. */
  @Override
  public Set<String> standingKeys(Configuration current) {
    return current.subscriptions().stream()
        .filter(each -> each.events().contains(EventType.CONFIGURATION_REJECTED.kebabName()))
        .map(Subscription::receiver)
        .filter(messenger::knows)
        .collect(Collectors.toSet());
  }

  @Override
  public Next work(KeyContext<ReceiverState> context) throws InterruptedException {
    String receiver = context.key();
    noteRejections(receiver, context);
    while (!context.state().outbox().isEmpty()) {
      Duration pause = pauses.remaining(receiver);
      if (pause.isPositive()) {
        return Next.after(pause);
      }
      sendFirst(receiver, context);
      if (Thread.interrupted()) {
        throw new InterruptedException("the receiver moves to another instance");
      }
    }
    return Next.whenChanged();
  }

  private void noteRejections(String receiver, KeyContext<ReceiverState> context) {
    var current = new LinkedHashMap<EventId, EventEnvelope<?>>();
    for (ConfigurationRejected rejected : configuration.rejections()) {
      if (!channels(receiver, rejected).isEmpty()) {
        EventId id = EventId.derive(rejected.key(), rejected.revision(), rejected.problems());
        current.put(id, EventEnvelope.first(id, SOURCE, clock.instant(), rejected));
      }
    }
    ReceiverState before = context.state();
    if (!before.rejections().equals(current.keySet())) {
      List<Message> news =
          current.values().stream()
              .filter(rejection -> !before.rejections().contains(rejection.id()))
              .flatMap(rejection -> messages(receiver, before, rejection).stream())
              .toList();
      context.update(now -> now.rejecting(current.keySet()).sending(news, capacity));
    }
  }

  private void sendFirst(String receiver, KeyContext<ReceiverState> context)
      throws InterruptedException {
    ReceiverState state = context.state();
    Message message = state.outbox().getFirst();
    if (message.at().isBefore(clock.instant().minus(longestWait))) {
      context.update(now -> now.dropping(message));
      outcomes.count("dropped", "too-old");
      return;
    }
    int lost = state.dropped();
    Message told = lost == 0 ? message : message.withLine(lossOf(lost));
    switch (messenger.send(receiver, told)) {
      case SendResult.Delivered _ -> {
        context.update(now -> now.sent(message, lost));
        delivered(receiver, message);
      }
      case SendResult.TryAgain later -> failed(receiver, later);
      case SendResult.Refused refused -> {
        context.update(now -> now.dropping(message));
        refused(receiver, message, refused);
      }
    }
  }

  private void delivered(String receiver, Message message) {
    outcomes.count("sent", "delivered");
    boolean hadFailed = pauses.worked(receiver);
    boolean hadRefused = refusing.remove(receiver);
    if (hadFailed || hadRefused) {
      LOG.atInfo().addKeyValue("receiver", receiver).log("receiver works again");
    }
    LOG.atDebug()
        .addKeyValue("receiver", receiver)
        .addKeyValue("event", message.event())
        .log("message sent");
  }

  private void failed(String receiver, SendResult.TryAgain later) {
    outcomes.count("retried", "unavailable");
    if (pauses.failed(receiver, later.notBefore())) {
      LOG.atWarn()
          .addKeyValue("receiver", receiver)
          .addKeyValue("problem", later.problem())
          .log("receiver does not take messages, trying again");
    }
  }

  private void refused(String receiver, Message message, SendResult.Refused refused) {
    outcomes.count("dropped", "receiver-refused");
    pauses.worked(receiver);
    if (refusing.add(receiver)) {
      LOG.atError()
          .addKeyValue("receiver", receiver)
          .addKeyValue("event", message.event())
          .addKeyValue("reason", "receiver-refused")
          .addKeyValue("problem", refused.problem())
          .log("receiver refuses messages, they are dropped");
    }
  }

  private boolean isKnown(String receiver) {
    if (messenger.knows(receiver)) {
      return true;
    }
    outcomes.count("dropped", "unknown-receiver");
    if (unknown.add(receiver)) {
      LOG.atError()
          .addKeyValue("receiver", receiver)
          .addKeyValue("reason", "unknown-receiver")
          .log("a subscription names a receiver that slipway.notifier.receivers lacks");
    }
    return false;
  }

  /** One message per channel, though several subscriptions ask for it. */
  private List<Optional<String>> channels(String receiver, Event event) {
    return Subscribers.of(event, configuration).stream()
        .filter(subscription -> subscription.receiver().equals(receiver))
        .map(ReceiverService::channel)
        .distinct()
        .sorted(Comparator.comparing(channel -> channel.orElse("")))
        .toList();
  }

  private static Optional<String> channel(Subscription subscription) {
    return Optional.ofNullable(subscription.channel());
  }

  private static Message message(
      EventEnvelope<?> envelope, @Nullable String channel, String text, @Nullable String data) {
    return new Message(
        envelope.id(),
        envelope.event().type().typeName(),
        envelope.time(),
        envelope.correlationId(),
        channel,
        text,
        data);
  }

  private static String lossOf(int messages) {
    return "(before this, "
        + messages
        + (messages == 1 ? " message" : " messages")
        + " could not be sent)";
  }
}
