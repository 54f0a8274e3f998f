package dev.slipway.console;

import dev.slipway.events.value.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The newest events, by their time: topics are read one beside the other, so what arrives last is
 * not what happened last. Not safe for several threads.
 */
final class EventLog {
  private record Place(Instant time, long arrival) {}

  private final int capacity;
  private final TreeMap<Place, ToldEvent> events =
      new TreeMap<>(Comparator.comparing(Place::time).thenComparingLong(Place::arrival));
  private final Set<EventId> ids = new HashSet<>();
  private long arrivals;

  EventLog(int capacity) {
    this.capacity = capacity;
  }

  /** Whether it is news: a redelivered event is not. */
  boolean add(ToldEvent told) {
    if (!ids.add(told.id())) {
      return false;
    }
    events.put(new Place(told.time(), arrivals++), told);
    if (events.size() > capacity) {
      ids.remove(events.pollFirstEntry().getValue().id());
    }
    return true;
  }

  /** The newest that the filter accepts, oldest first. */
  List<ToldEvent> newest(EventFilter filter, int limit) {
    List<ToldEvent> found = new ArrayList<>();
    for (ToldEvent told : events.descendingMap().values()) {
      if (found.size() == limit) {
        break;
      }
      if (filter.accepts(told)) {
        found.add(told);
      }
    }
    Collections.reverse(found);
    return found;
  }
}
