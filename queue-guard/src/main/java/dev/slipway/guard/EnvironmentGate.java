package dev.slipway.guard;

import dev.slipway.events.Environment;
import dev.slipway.events.EventType;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.QueueReading;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.UnreadableDelivery;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The gate of each environment.
 *
 * <p>Guarded environments are observed all the time, so that one whose queues have long been empty
 * is cleared without waiting. What is published rests on the state as it is after the readings: a
 * hold that arrives while a region is asked counts.
 */
final class EnvironmentGate implements KeyedService<GateState> {
  private static final Duration CONFIGURATION_PAUSE = Duration.ofMillis(50);
  private static final int GAP_IN_INTERVALS = 3;

  /** A wall clock may be set: whoever waits for a time looks at it now and then. */
  private static final Duration LONGEST_WAIT_FOR_A_TIME = Duration.ofMinutes(1);

  private static final Set<EventType> STOP_IF_UNREADABLE =
      Set.of(EventType.HOLD_REQUESTED, EventType.RESUME_REQUESTED, EventType.APPROVAL_GIVEN);

  private final QueueReader queues;
  private final Spoken spoken;
  private final Announcer announcer;
  private final FreezeCalendar calendar = new FreezeCalendar();
  private final LongSupplier nanoTime;
  private final Duration idleInterval;
  private final Duration pendingInterval;
  private final Map<String, EmptyWatch> watches = new ConcurrentHashMap<>();

  /**
   * Makes the gate of every environment.
   *
   * @param nanoTime a monotonic clock, as {@link System#nanoTime}
   * @param idleInterval how often queues are asked while nothing waits for them; after three of
   *     them without a reading, {@code emptyFor} starts anew
   * @param pendingInterval how often they are asked while something does
   */
  EnvironmentGate(
      QueueReader queues,
      Outcomes outcomes,
      Clock clock,
      LongSupplier nanoTime,
      Duration idleInterval,
      Duration pendingInterval) {
    this.queues = queues;
    this.spoken = new Spoken(outcomes);
    this.announcer = new Announcer(clock);
    this.nanoTime = nanoTime;
    this.idleInterval = idleInterval;
    this.pendingInterval = pendingInterval;
  }

  @Override
  public Class<GateState> stateType() {
    return GateState.class;
  }

  @Override
  public GateState initialState(String key) {
    return GateState.EMPTY;
  }

  @Override
  public GateState record(String key, GateState state, Delivery delivery) {
    return Intake.note(state, delivery.envelope());
  }

  @Override
  public GateState recordUnreadable(String key, GateState state, UnreadableDelivery delivery) {
    boolean request = delivery.topic().equals(Topic.REQUESTS.topicName());
    EventType type = delivery.type();
    boolean stops = type == null ? request : STOP_IF_UNREADABLE.contains(type);
    return stops && nameOf(key).isPresent() ? Intake.noteUnreadable(state, delivery) : state;
  }

  @Override
  public Set<String> standingKeys(Configuration configuration) {
    return configuration.environments().stream()
        .filter(environment -> environment.guard() != null)
        .map(environment -> environment.name().toString())
        .collect(Collectors.toSet());
  }

  @Override
  public Next work(KeyContext<GateState> context) throws InterruptedException {
    Optional<EnvironmentName> name = nameOf(context.key());
    return name.isEmpty() ? Next.whenChanged() : work(name.get(), context);
  }

  /**
   * Whatever {@code context.state()} gave counts as seen, so all of it is dealt with: what comes
   * after the last call leads to another look.
   */
  private Next work(EnvironmentName name, KeyContext<GateState> context)
      throws InterruptedException {
    var turn = new GateTurn(name, context, announcer, spoken);
    GateState before = context.state();
    turn.announce(before);
    Question question = before.question();
    Optional<Environment> environment = context.configuration().environment(name);
    Observation seen = observe(context.key(), environment.map(Environment::guard));

    GateState state = context.state();
    turn.announce(state);
    // In this order: whoever has read the record finds it when looking after that.
    Candidate newest = state.newest();
    if (newest != null
        && !context.configuration().hasRead(newest.revision().configurationOffset())) {
      return Next.after(CONFIGURATION_PAUSE);
    }
    boolean outdated =
        !Objects.equals(question, state.question())
            || !environment.equals(context.configuration().environment(name));
    if (outdated || (question != null && turn.answers(state, question, environment, seen))) {
      return Next.after(Duration.ZERO);
    }
    GateState after = turn.clearWhatWaits(state, environment, seen);
    return rhythm(after, environment.map(Environment::guard), seen.frozen());
  }

  private Next rhythm(GateState state, Optional<Guard> guard, @Nullable Frozen frozen) {
    boolean asksQueues = guard.map(Guard::queues).filter(each -> !each.isEmpty()).isPresent();
    Duration interval = state.waitsForQueues() ? pendingInterval : idleInterval;
    if (frozen == null) {
      return asksQueues ? Next.after(interval) : Next.whenChanged();
    }
    Duration most = asksQueues ? interval : LONGEST_WAIT_FOR_A_TIME;
    Duration left = Duration.between(announcer.now(), frozen.until());
    if (left.isNegative()) {
      return Next.after(Duration.ZERO); // It ended meanwhile.
    }
    return Next.after(left.compareTo(most) < 0 ? left : most);
  }

  private Observation observe(String key, Optional<Guard> guard) throws InterruptedException {
    if (guard.isEmpty()) {
      watches.remove(key);
      return Observation.NOTHING;
    }
    Observation queues = Observation.NOTHING;
    if (guard.get().queues().isEmpty()) {
      watches.remove(key);
    } else {
      queues = observeQueues(key, guard.get());
    }
    return queues.with(calendar.at(announcer.now(), guard.get().windows()));
  }

  private Observation observeQueues(String key, Guard guard) throws InterruptedException {
    EmptyWatch watch =
        watches.computeIfAbsent(
            key, _ -> new EmptyWatch(idleInterval.multipliedBy(GAP_IN_INTERVALS)));
    long begun = nanoTime.getAsLong();
    List<QueueReading> readings = queues.read(guard.queues());
    // A key that comes back to this instance has another worker, on another thread.
    long observer = Thread.currentThread().threadId();
    return watch.see(guard.queues(), readings, observer, begun, nanoTime.getAsLong());
  }

  private static Optional<EnvironmentName> nameOf(String key) {
    try {
      return Optional.of(EnvironmentName.parse(key));
    } catch (IllegalArgumentException notAName) {
      return Optional.empty();
    }
  }
}
