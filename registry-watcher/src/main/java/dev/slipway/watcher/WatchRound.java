package dev.slipway.watcher;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.KeyContext;
import dev.slipway.watcher.RepositoryState.Lookup;
import dev.slipway.watcher.RepositoryState.Notice;
import dev.slipway.watcher.RepositoryState.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at one repository: answers, tells what is new, and notes what was told.
 *
 * <p>The order is always: ask the registry, publish, then change the state. After a crash in
 * between, the same is asked and published again under the same ids. What fails stays to be done;
 * the rest goes on, unless the whole registry is away.
 */
final class WatchRound {
  private static final Logger LOG = LoggerFactory.getLogger(WatchRound.class);
  private static final int TOLD_AT_ONCE = 25;
  private static final int NEW_AT_ONCE = 50;
  private static final int DETAILS_AT_ONCE = 100;

  /** Enough to see a retention job at work; the rest is looked at with the next lists. */
  private static final int GONE_CONFIRMED_PER_LIST = 50;

  /** After that whoever asked has long asked again. */
  private static final Duration REFUSED_LOOKUPS_KEPT = Duration.ofDays(1);

  private final KeyContext<RepositoryState> context;
  private final ImageRepository repository;
  private final Registry registry;
  private final ImageEvents events;
  private final Outcomes outcomes;
  private final ListsInTurn turns;
  private final boolean watched;
  private final Set<Tag> followedByDigest;
  private final List<RegistryException> failures = new ArrayList<>();

  /** Lookups, notices and scan requests that this round has tried to settle. */
  private final Set<Record> attempted = new HashSet<>();

  private boolean settledAll;
  private boolean registryIsAway;
  private boolean listed;
  private boolean listedWhole;
  private boolean unordered;

  WatchRound(
      KeyContext<RepositoryState> context,
      ImageRepository repository,
      Registry registry,
      ImageEvents events,
      Outcomes outcomes,
      ListsInTurn turns,
      boolean settledAll) {
    this.turns = turns;
    this.settledAll = settledAll;
    this.context = context;
    this.repository = repository;
    this.registry = registry;
    this.events = events;
    this.outcomes = outcomes;
    this.watched = WatchedRepositories.contains(context.configuration(), repository);
    this.followedByDigest =
        WatchedRepositories.followedByDigest(context.configuration(), repository);
  }

  boolean isWatched() {
    return watched;
  }

  /** Whether the repository's tags were listed. */
  boolean hasListed() {
    return listed;
  }

  /** Whether that was the whole list. */
  boolean hasListedAll() {
    return listedWhole;
  }

  /** Whether nothing of the last whole list is left to be told or forgotten. */
  boolean hasSettledAll() {
    return settledAll;
  }

  /** Whether there are new tags that looks behind the last known ones do not find. */
  boolean foundUnordered() {
    return unordered;
  }

  List<RegistryException> failures() {
    return failures;
  }

  /**
   * Does everything once, and then what arrived meanwhile: a change that the worker has seen does
   * not call it again.
   */
  void run(ListDue due) throws InterruptedException {
    look(due);
    if (watched && state().scanned()) {
      settleFollowedByDigest();
    }
    while (!registryIsAway && hasNews()) {
      look(ListDue.NOTHING);
    }
  }

  private boolean hasNews() {
    RepositoryState state = state();
    return !attempted.containsAll(state.lookups())
        || (watched && !attempted.containsAll(state.notices()))
        || (watched && !attempted.containsAll(state.scanRequests()));
  }

  private void look(ListDue due) throws InterruptedException {
    for (Lookup lookup : state().lookups()) {
      if (attempted.add(lookup)) {
        attempt(() -> answer(lookup));
      }
    }
    if (!watched) {
      forgetUnwatched();
    } else if (!state().scanned()) {
      Set<Notice> noticedBefore = Set.copyOf(state().notices());
      attempted.addAll(state().scanRequests());
      attempt(() -> inTurn(this::scanFirst));
      if (state().scanned()) {
        settleNotices();
      } else {
        attempted.addAll(noticedBefore);
      }
    } else {
      settleNotices();
      if (attempted.addAll(state().scanRequests())) {
        attempt(() -> inTurn(this::scanAgain));
      } else if (due != ListDue.NOTHING && !listed) {
        attempt(() -> listNow(due));
      }
    }
  }

  private void answer(Lookup lookup) throws InterruptedException {
    Resolution resolution;
    try {
      resolution = registry.resolve(withTag(lookup.image()));
    } catch (PermanentRegistryException e) {
      refused(lookup, e);
      throw e;
    }
    context.publisher().publish(events.answer(lookup, resolution));
    context.update(state -> state.answered(lookup));
    String result =
        switch (resolution) {
          case Resolution.Resolved found -> "found";
          case Resolution.Absent absent -> "absent";
        };
    outcomes.count(result, "none");
    LOG.atInfo()
        .addKeyValue("image", lookup.image())
        .addKeyValue("result", result)
        .addKeyValue("correlation", lookup.cause().correlation())
        .log("lookup answered");
  }

  /** Whoever asked hears of it at once; the registry is asked again as long as that may help. */
  private void refused(Lookup lookup, PermanentRegistryException failure) {
    Instant now = events.now();
    Instant since = lookup.refused();
    if (since == null) {
      context.publisher().publish(events.refusal(lookup, failure));
      Lookup told = new Lookup(lookup.cause(), lookup.image(), now);
      attempted.add(told);
      context.update(state -> state.refused(told));
    } else if (since.plus(REFUSED_LOOKUPS_KEPT).isBefore(now)) {
      context.update(state -> state.answered(lookup));
    }
  }

  private void forgetUnwatched() {
    RepositoryState state = state();
    if (!state.unwatched().equals(state)) {
      context.update(RepositoryState::unwatched);
    }
  }

  private void scanFirst() throws InterruptedException {
    List<Cause> requests = state().scanRequests();
    SortedSet<Tag> all = list();
    tell(
        requests.isEmpty()
            ? events.firstScan(repository, all, state().scans())
            : events.requestedScan(repository, all, requests.getFirst()));
    context.update(state -> state.firstScanned(all).scanAnswered(requests));
    settledAll = true;
    counted("first", all);
  }

  private void scanAgain() throws InterruptedException {
    // Read before the list: it answers only what was asked before.
    List<Cause> requests = state().scanRequests();
    SortedSet<Tag> all = list();
    tell(events.requestedScan(repository, all, requests.getFirst()));
    context.update(state -> state.scanAnswered(requests));
    counted("requested", all);
    settleDifferences(all);
  }

  /** The names first, which most policies need only; what is behind them takes its time. */
  private void tell(EventEnvelope<RepositoryScanned> scan) throws InterruptedException {
    context.publisher().publish(scan);
    if (WatchedRepositories.needDetails(context.configuration(), repository)) {
      var details = new ScanDetails(registry, repository);
      List<Tag> tags = scan.event().tags();
      for (int from = 0; from < tags.size(); from += DETAILS_AT_ONCE) {
        List<Tag> some = tags.subList(from, Math.min(from + DETAILS_AT_ONCE, tags.size()));
        context.publisher().publish(events.details(scan, details.of(some)));
      }
    }
  }

  private void counted(String kind, SortedSet<Tag> all) {
    outcomes.count("scanned", kind);
    LOG.atInfo()
        .addKeyValue("image", repository)
        .addKeyValue("kind", kind)
        .addKeyValue("tags", all.size())
        .log("repository scanned");
  }

  private SortedSet<Tag> list() throws InterruptedException {
    settledAll = false;
    SortedSet<Tag> all = registry.listTags(repository);
    listed = true;
    listedWhole = true;
    return all;
  }

  private void listNow(ListDue due) throws InterruptedException {
    TagEnds ends = TagEnds.of(state().tags());
    boolean enough =
        due == ListDue.NEW_TAGS
            && WatchedRepositories.risesByName(context.configuration(), repository)
            && ends.areFew();
    if (enough && settleBehind(ends)) {
      return;
    }
    if (settledAll && registry.listsTheSame(repository)) {
      listed = true;
      listedWhole = true;
    } else {
      turns.take(repository, () -> settleDifferences(list()));
    }
  }

  /** What looks behind each of a thousand tags takes minutes, and holds nobody up. */
  private void inTurn(ListsInTurn.Step scan) throws InterruptedException {
    if (WatchedRepositories.needDetails(context.configuration(), repository)) {
      scan.run();
    } else {
      turns.take(repository, scan);
    }
  }

  /** False where only the whole list can tell. */
  private boolean settleBehind(TagEnds ends) throws InterruptedException {
    SortedSet<Tag> found = new TreeSet<>();
    for (Tag end : ends.all()) {
      SortedSet<Tag> page;
      try {
        page = registry.listTagsAfter(repository, end, NEW_AT_ONCE);
      } catch (PermanentRegistryException e) {
        return false; // It may not know what 'last' is; the whole list says what is wrong.
      }
      if (!page.isEmpty() && page.first().compareTo(end) <= 0) {
        unordered = true;
        return false;
      }
      page.removeAll(state().tags().toSet());
      if (page.size() >= NEW_AT_ONCE) {
        return false;
      }
      found.addAll(page);
    }
    listed = true;
    settleNew(found);
    return true;
  }

  private void settleDifferences(SortedSet<Tag> all) throws InterruptedException {
    Set<Tag> missing = state().tags().toSet();
    missing.removeAll(all);
    forgetGone(missing);
    settleNew(all);
    settledAll = TagNames.of(all).equals(state().tags());
  }

  private void settleNew(SortedSet<Tag> listedTags) throws InterruptedException {
    SortedSet<Tag> known = state().tags().toSet();
    SortedSet<Tag> found = new TreeSet<>(listedTags);
    found.removeAll(known);
    TagEnds ends = TagEnds.of(known);
    unordered |= !found.stream().allMatch(ends::comeBefore);
    List<Tag> rest = List.copyOf(found);
    while (!rest.isEmpty() && !registryIsAway) {
      List<Tag> now = rest.subList(0, Math.min(TOLD_AT_ONCE, rest.size()));
      rest = rest.subList(now.size(), rest.size());
      settle(now);
      settleNotices();
    }
  }

  /** A list may be stale: a tag is gone only when the registry does not know it either. */
  private void forgetGone(Set<Tag> missing) throws InterruptedException {
    Set<Tag> gone = new TreeSet<>();
    for (Tag tag : missing.stream().limit(GONE_CONFIRMED_PER_LIST).toList()) {
      if (registry.head(repository, tag).isEmpty()) {
        gone.add(tag);
      }
    }
    if (!gone.isEmpty()) {
      context.update(state -> state.without(gone));
    }
  }

  private void settleNotices() throws InterruptedException {
    if (!registryIsAway) {
      List<Notice> fresh =
          state().notices().stream().filter(notice -> !attempted.contains(notice)).toList();
      attempted.addAll(fresh);
      settle(new TreeSet<>(fresh.stream().map(Notice::tag).toList()));
    }
  }

  private void settleFollowedByDigest() throws InterruptedException {
    List<Tag> moved = new ArrayList<>();
    for (Tag tag : followedByDigest) {
      if (state().tags().contains(tag)) {
        attempt(
            () -> {
              if (mayHaveMoved(tag)) {
                moved.add(tag);
              }
            });
      }
    }
    settle(moved);
  }

  private boolean mayHaveMoved(Tag tag) throws InterruptedException {
    Optional<Published> last = state().lastPublished(tag);
    if (last.isEmpty()) {
      return true;
    }
    if (!listed) {
      return false;
    }
    Optional<Digest> now = registry.head(repository, tag);
    return now.isPresent() && !now.get().equals(last.get().digest());
  }

  /** Asks where these tags point, and tells those that are new or have moved. */
  private void settle(Collection<Tag> tags) throws InterruptedException {
    if (tags.isEmpty()) {
      return;
    }
    var settlement = new Settlement(repository, state(), events);
    for (Tag tag : tags) {
      attempt(
          () -> settlement.add(tag, registry.resolve(new ImageReference(repository, tag, null))));
    }
    if (!settlement.events().isEmpty()) {
      context.publisher().publish(settlement.events());
    }
    if (settlement.changesState()) {
      context.update(
          state -> state.settled(settlement.told(), settlement.done(), followedByDigest));
    }
    settlement.told().forEach(this::counted);
  }

  private void counted(Published one) {
    outcomes.count("published", "none");
    LOG.atInfo()
        .addKeyValue("image", new ImageReference(repository, one.tag(), one.digest()))
        .addKeyValue("event", one.event())
        .log("image published");
  }

  /** Does the step; what fails stays as it is and is tried again in another round. */
  private void attempt(ListsInTurn.Step step) throws InterruptedException {
    if (registryIsAway) {
      return;
    }
    try {
      step.run();
    } catch (RegistryException e) {
      failures.add(e);
      registryIsAway = e.reason().concernsWholeRegistry();
      outcomes.count("failed", e.reason().name());
    }
  }

  private RepositoryState state() {
    return context.state();
  }

  /** Without tag and digest, an image's name means its tag {@code latest}. */
  private static ImageReference withTag(ImageReference image) {
    return image.tag() == null && image.digest() == null
        ? new ImageReference(image.repository(), Tag.parse("latest"), null)
        : image;
  }
}
