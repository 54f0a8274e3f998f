package dev.slipway.console;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The read model: everything that the console shows, kept in memory from the events alone.
 *
 * <p>Bounded: the newest events, and a shorter history per environment and per image repository.
 * Safe for any thread.
 */
public final class Pipeline {
  private static final long NO_CONFIGURATION = -1;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final EventLog log;
  private final Map<EnvironmentName, EnvironmentHistory> environments = new HashMap<>();
  private final Map<ImageRepository, ImageHistory> images = new LinkedHashMap<>();
  private final Map<EventId, EventEnvelope<?>> requests = new LinkedHashMap<>();
  private final Set<Following> followings = new LinkedHashSet<>();
  private final int capacity;
  private long version;
  private volatile boolean caughtUp;
  private volatile long configurationOffset = NO_CONFIGURATION;

  /**
   * @param capacity how many events are kept
   */
  public Pipeline(int capacity) {
    this.capacity = capacity;
    log = new EventLog(capacity);
  }

  /** Takes one event; one that it has seen already changes nothing. */
  public void accept(Delivery delivery) {
    EventEnvelope<?> envelope = delivery.envelope();
    ToldEvent told = ToldEvent.of(envelope);
    lock.lock();
    try {
      if (!caughtUp && delivery.topic().equals(Topic.CONFIG.topicName())) {
        configurationOffset = delivery.offset();
      }
      if (!log.add(told)) {
        return;
      }
      project(envelope);
      followings.forEach(following -> following.offer(told));
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Everything that lay there at the start has been read. */
  public void caughtUp() {
    caughtUp = true;
  }

  /** Whether the answers are whole: the history was read, and the configuration as far as it. */
  public boolean isWhole(Configuration configuration) {
    return caughtUp
        && (configurationOffset == NO_CONFIGURATION || configuration.hasRead(configurationOffset));
  }

  /** The newest events that the filter accepts, oldest first. */
  public List<ToldEvent> events(EventFilter filter, int limit) {
    return read(view -> log.newest(filter, limit));
  }

  /** The newest events, and then every one that comes, until the following is closed. */
  public Following follow(EventFilter filter, int last) {
    return read(
        view -> {
          Following following = new Following(filter, this::forget);
          log.newest(filter, last).forEach(following::offer);
          followings.add(following);
          return following;
        });
  }

  /** Ends every following: the console stops. */
  public void closeFollowings() {
    List<Following> open = read(view -> new ArrayList<>(followings));
    open.forEach(Following::close);
  }

  /** Looks at the histories; nothing changes meanwhile. Be quick. */
  <T> T read(Function<Pipeline, T> look) {
    lock.lock();
    try {
      return look.apply(this);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks again after each change until there is an answer or the time is up.
   *
   * @throws InterruptedException when the console stops
   */
  <T> Optional<T> await(Duration atMost, Function<Pipeline, Optional<T>> look)
      throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (true) {
        Optional<T> found = look.apply(this);
        long seen = version;
        while (found.isEmpty() && seen == version) {
          if (left <= 0) {
            return Optional.empty();
          }
          left = changed.awaitNanos(left);
        }
        if (found.isPresent()) {
          return found;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  EnvironmentHistory history(EnvironmentName environment) {
    return environments.getOrDefault(environment, new EnvironmentHistory());
  }

  Collection<EnvironmentName> environmentsWithHistory() {
    return environments.keySet();
  }

  ImageHistory history(ImageRepository repository) {
    return images.getOrDefault(repository, new ImageHistory());
  }

  Optional<EventEnvelope<?>> request(EventId id) {
    return Optional.ofNullable(requests.get(id));
  }

  private void project(EventEnvelope<?> envelope) {
    Event event = envelope.event();
    Subjects.environment(event)
        .ifPresent(
            name ->
                environments.computeIfAbsent(name, n -> new EnvironmentHistory()).add(envelope));
    if (event instanceof ImageEvent image) {
      images.computeIfAbsent(image.repository(), r -> new ImageHistory()).add(image, envelope);
    }
    if (event instanceof RequestEvent) {
      requests.put(envelope.id(), envelope);
      if (requests.size() > capacity) {
        requests.remove(requests.keySet().iterator().next());
      }
    }
  }

  private void forget(Following following) {
    lock.lock();
    try {
      followings.remove(following);
    } finally {
      lock.unlock();
    }
  }
}
