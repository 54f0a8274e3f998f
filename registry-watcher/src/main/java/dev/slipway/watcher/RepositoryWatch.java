package dev.slipway.watcher;

import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/**
 * Watches repositories, each under its own key: tells every tag once when it is new, once per move,
 * and answers questions.
 */
public final class RepositoryWatch implements KeyedService<RepositoryState> {
  private final Registry registry;
  private final Outcomes outcomes;
  private final Troubles troubles;
  private final ImageEvents events;
  private final Pace pace;
  private final WholeLists lists;
  private final ListsInTurn turns = new ListsInTurn();

  /**
   * A watch.
   *
   * @param interval between two looks at one repository, give or take a tenth
   * @param wholeInterval between two whole lists of one repository
   * @param random numbers from 0 to 1
   */
  public RepositoryWatch(
      Registry registry,
      Outcomes outcomes,
      Troubles troubles,
      InstantSource clock,
      Duration interval,
      Duration wholeInterval,
      DoubleSupplier random) {
    this.registry = registry;
    this.outcomes = outcomes;
    this.troubles = troubles;
    this.events = new ImageEvents(clock);
    this.pace = new Pace(interval, clock, random);
    this.lists = new WholeLists(wholeInterval, clock);
  }

  @Override
  public Class<RepositoryState> stateType() {
    return RepositoryState.class;
  }

  @Override
  public RepositoryState initialState(String key) {
    return RepositoryState.nothingKnown();
  }

  @Override
  public Set<String> standingKeys(Configuration configuration) {
    return WatchedRepositories.of(configuration).stream()
        .map(ImageRepository::toString)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public RepositoryState record(String key, RepositoryState state, Delivery delivery) {
    Cause cause = Cause.of(delivery.envelope());
    if (delivery.envelope().event() instanceof ImageLookupRequested lookup) {
      return state.asked(new RepositoryState.Lookup(cause, lookup.reference()));
    }
    if (delivery.envelope().event() instanceof ScanRequested) {
      return state.scanAsked(cause);
    }
    return state;
  }

  /** The text of a notice is the name of the tag that was pushed. */
  @Override
  public RepositoryState recordNotice(String key, RepositoryState state, EventId id, String text) {
    return PushNotice.parse(text)
        .map(push -> new RepositoryState.Notice(id, push.tag(), push.traceparent()))
        .map(state::noticed)
        .orElse(state);
  }

  @Override
  public Next work(KeyContext<RepositoryState> context) throws InterruptedException {
    String key = context.key();
    ImageRepository repository = ImageRepository.parse(key);
    WatchRound round =
        new WatchRound(
            context, repository, registry, events, outcomes, turns, lists.isSettled(key));
    try {
      round.run(due(key));
    } catch (InterruptedException moved) {
      pace.forget(key);
      lists.forget(key);
      throw moved;
    }
    if (round.hasListed()) {
      pace.polled(key);
    }
    if (round.hasListedAll()) {
      lists.wasRead(key, round.hasSettledAll());
    }
    if (round.foundUnordered()) {
      lists.isUnordered(key);
    }
    if (!round.failures().isEmpty()) {
      troubles.failed(repository, round.failures().getFirst());
      return Next.after(untilRetry(key, round));
    }
    troubles.succeeded(repository);
    pace.succeeded(key);
    return round.isWatched() ? Next.after(pace.untilPoll(key)) : Next.whenChanged();
  }

  private ListDue due(String key) {
    if (!pace.isDue(key)) {
      return ListDue.NOTHING;
    }
    return lists.isDue(key) ? ListDue.ALL_TAGS : ListDue.NEW_TAGS;
  }

  /** A failure that passes decides the pace; the last one is the one that ended the round. */
  private Duration untilRetry(String key, WatchRound round) {
    RegistryException decisive =
        round.failures().stream()
            .filter(TransientRegistryException.class::isInstance)
            .reduce((earlier, later) -> later)
            .orElse(round.failures().getFirst());
    return pace.afterFailure(key, decisive);
  }
}
