package dev.slipway.notifier;

import dev.slipway.events.Event;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one receiver is still to be told.
 *
 * @param outbox messages in the order of sending
 * @param dropped how many were given up since the last that was sent: the next one says so
 * @param seen ids of the latest events, so that a redelivered one is not told again
 * @param glimpses what is known of the environments it hears of
 * @param rejections configurations that are refused now and that it has been told of
 */
record ReceiverState(
    List<Message> outbox,
    int dropped,
    List<EventId> seen,
    List<Glimpse> glimpses,
    Set<EventId> rejections) {
  static final ReceiverState EMPTY =
      new ReceiverState(List.of(), 0, List.of(), List.of(), Set.of());
  private static final int SEEN_KEPT = 300;
  private static final int GLIMPSES_KEPT = 200;

  ReceiverState {
    outbox = List.copyOf(outbox);
    seen = List.copyOf(seen);
    glimpses = List.copyOf(glimpses);
    rejections = Set.copyOf(rejections);
  }

  Glimpse glimpse(EnvironmentName environment) {
    return glimpses.stream()
        .filter(glimpse -> glimpse.environment().equals(environment))
        .findFirst()
        .orElse(Glimpse.nothingOf(environment));
  }

  ReceiverState after(EventId id, Event event) {
    List<Glimpse> known =
        Subjects.environment(event)
            .filter(_ -> Glimpse.learnsFrom(event))
            .map(environment -> learning(environment, event))
            .orElse(glimpses);
    return new ReceiverState(outbox, dropped, appended(seen, id, SEEN_KEPT), known, rejections);
  }

  /** With these to be sent; the oldest make room. */
  ReceiverState sending(List<Message> messages, Capacity capacity) {
    var all = new ArrayList<>(outbox);
    all.addAll(messages);
    int surplus = capacity.surplus(all);
    return new ReceiverState(
        all.subList(surplus, all.size()), dropped + surplus, seen, glimpses, rejections);
  }

  /** With exactly these configurations known to be refused. */
  ReceiverState rejecting(Set<EventId> refused) {
    return new ReceiverState(outbox, dropped, seen, glimpses, refused);
  }

  /** Without that message, whatever came after it; and the loss of some has been told with it. */
  ReceiverState sent(Message message, int droppedTold) {
    var left = new ArrayList<>(outbox);
    left.remove(message);
    return new ReceiverState(left, Math.max(0, dropped - droppedTold), seen, glimpses, rejections);
  }

  ReceiverState dropping(Message message) {
    var left = new ArrayList<>(outbox);
    return left.remove(message)
        ? new ReceiverState(left, dropped + 1, seen, glimpses, rejections)
        : this;
  }

  private List<Glimpse> learning(EnvironmentName environment, Event event) {
    Glimpse before = glimpse(environment);
    var others = new ArrayList<>(glimpses);
    others.remove(before);
    return appended(others, before.after(event), GLIMPSES_KEPT);
  }

  private static <T> List<T> appended(List<T> list, T item, int most) {
    var all = new ArrayList<>(list);
    all.add(item);
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
