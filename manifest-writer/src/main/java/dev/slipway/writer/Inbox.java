package dev.slipway.writer;

import dev.slipway.events.value.EventId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What arrived for a branch and is not decided yet, oldest first.
 *
 * @param candidates versions that may come by themselves
 * @param requests of people
 * @param failures of rollouts
 * @param waiting versions that wait for the other images of their application
 * @param seen ids of the last events noted, so that a redelivery adds nothing; bounded
 * @param pushes how often somebody told us of a push
 */
public record Inbox(
    List<Candidate> candidates,
    List<Asked> requests,
    List<FailedRollout> failures,
    List<Waiting> waiting,
    List<EventId> seen,
    long pushes) {
  private static final int SEEN = 500;

  static final Inbox EMPTY = new Inbox(List.of(), List.of(), List.of(), List.of(), List.of(), 0);

  public Inbox {
    candidates = List.copyOf(candidates);
    requests = List.copyOf(requests);
    failures = List.copyOf(failures);
    waiting = List.copyOf(waiting);
    seen = List.copyOf(seen);
  }

  boolean isEmpty() {
    return candidates.isEmpty() && requests.isEmpty() && failures.isEmpty() && waiting.isEmpty();
  }

  boolean hasSeen(EventId id) {
    return seen.contains(id);
  }

  Inbox seeing(EventId id) {
    List<EventId> more = plus(seen, id);
    return new Inbox(
        candidates,
        requests,
        failures,
        waiting,
        more.subList(Math.max(0, more.size() - SEEN), more.size()),
        pushes);
  }

  Inbox with(Candidate candidate) {
    return new Inbox(plus(candidates, candidate), requests, failures, waiting, seen, pushes);
  }

  Inbox with(Asked asked) {
    return withRequests(plus(requests, asked));
  }

  Inbox with(FailedRollout failure) {
    return new Inbox(candidates, requests, plus(failures, failure), waiting, seen, pushes);
  }

  Inbox withRequests(List<Asked> next) {
    return new Inbox(candidates, next, failures, waiting, seen, pushes);
  }

  Inbox withWaiting(List<Waiting> next) {
    return new Inbox(candidates, requests, failures, next, seen, pushes);
  }

  Inbox noticingPush() {
    return new Inbox(candidates, requests, failures, waiting, seen, pushes + 1);
  }

  /** Without what was decided; what waits was decided to wait. */
  Inbox without(Set<EventId> decided) {
    Predicate<Cause> open = cause -> !decided.contains(cause.decision());
    return new Inbox(
        candidates.stream().filter(candidate -> open.test(candidate.cause())).toList(),
        requests.stream().filter(asked -> open.test(asked.cause())).toList(),
        failures.stream().filter(failure -> open.test(failure.cause())).toList(),
        waiting,
        seen,
        pushes);
  }

  /** The ids of everything that a commit may settle. */
  Set<EventId> open() {
    Set<EventId> ids = new HashSet<>();
    candidates.forEach(candidate -> ids.add(candidate.cause().decision()));
    requests.forEach(asked -> ids.add(asked.cause().decision()));
    failures.forEach(failure -> ids.add(failure.cause().decision()));
    return ids;
  }

  private static <T> List<T> plus(List<T> list, T one) {
    List<T> more = new ArrayList<>(list);
    more.add(one);
    return more;
  }
}
