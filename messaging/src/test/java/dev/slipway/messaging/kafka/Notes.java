package dev.slipway.messaging.kafka;

import dev.slipway.events.value.EventId;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.UnreadableDelivery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A service that notes the ids of what arrives, each once, and moves them from {@code asked} to
 * {@code done}. What its worker does besides is the test's to say.
 */
class Notes implements KeyedService<Notes.Noted> {
  record Noted(List<String> asked, List<String> done, List<String> hints) {
    Noted {
      asked = List.copyOf(asked);
      done = List.copyOf(done);
      hints = List.copyOf(hints);
    }

    Noted asking(String id) {
      return asked.contains(id) || done.contains(id)
          ? this
          : new Noted(with(asked, id), done, hints);
    }

    Noted finishing(String id) {
      return new Noted(
          asked.stream().filter(other -> !other.equals(id)).toList(),
          done.contains(id) ? done : with(done, id),
          hints);
    }

    Noted hinted(String hint) {
      return new Noted(asked, done, with(hints, hint));
    }

    private static List<String> with(List<String> list, String added) {
      return Stream.concat(list.stream(), Stream.of(added)).toList();
    }
  }

  /** What the worker does for each id before it counts as done. */
  interface Work {
    void on(KeyContext<Noted> context, String id) throws InterruptedException;
  }

  private final Work work;
  private final Set<String> standing;
  final Map<String, Noted> seen = new ConcurrentHashMap<>();
  final Map<String, Integer> calls = new ConcurrentHashMap<>();
  final Map<String, UnreadableDelivery> unreadable = new ConcurrentHashMap<>();

  Notes(Work work, String... standing) {
    this.work = work;
    this.standing = Set.of(standing);
  }

  Notes() {
    this((context, id) -> {});
  }

  @Override
  public Class<Noted> stateType() {
    return Noted.class;
  }

  @Override
  public Noted initialState(String key) {
    return new Noted(List.of(), List.of(), List.of());
  }

  @Override
  public Noted record(String key, Noted state, Delivery delivery) {
    return state.asking(delivery.envelope().id().toString());
  }

  @Override
  public Noted recordUnreadable(String key, Noted state, UnreadableDelivery delivery) {
    unreadable.put(key, delivery);
    return state.hinted("unreadable");
  }

  @Override
  public Noted recordNotice(String key, Noted state, EventId id, String text) {
    return state.hinted(text);
  }

  @Override
  public Next work(KeyContext<Noted> context) throws InterruptedException {
    calls.merge(context.key(), 1, Integer::sum);
    for (String id : context.state().asked()) {
      work.on(context, id);
      context.update(state -> state.finishing(id));
    }
    seen.put(context.key(), context.state());
    return Next.whenChanged();
  }

  @Override
  public Set<String> standingKeys(Configuration configuration) {
    return standing;
  }

  /** As the worker last saw it. */
  Noted noted(String key) {
    return seen.getOrDefault(key, initialState(key));
  }

  List<String> done(String key) {
    return noted(key).done();
  }

  UnreadableDelivery unreadable(String key) {
    return Optional.ofNullable(unreadable.get(key))
        .orElseThrow(() -> new AssertionError("nothing unreadable came for " + key));
  }
}
