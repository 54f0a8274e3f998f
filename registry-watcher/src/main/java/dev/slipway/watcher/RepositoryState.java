package dev.slipway.watcher;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the watcher knows of one repository, and what it still has to do there.
 *
 * @param scanned whether {@code tags} is known
 * @param scans how many times it was scanned for the first time: keeps their events apart
 * @param tags every tag that was told already, as a name
 * @param published where tags pointed when they were last told, least recent first; outlives the
 *     tag, and holds at most {@link #PUBLISHED_KEPT} beside the ones that are followed by digest
 * @param notices tags that somebody noticed a push of
 * @param lookups questions not answered yet
 * @param scanRequests requests not answered yet
 */
record RepositoryState(
    boolean scanned,
    long scans,
    TagNames tags,
    List<Published> published,
    List<Notice> notices,
    List<Lookup> lookups,
    List<Cause> scanRequests) {
  static final int PUBLISHED_KEPT = 1000;

  /** A tag as it was last told. */
  record Published(Tag tag, Digest digest, EventId event) {}

  /**
   * A hint that a tag was pushed.
   *
   * @param traceparent W3C trace context, where whoever told brought one
   */
  record Notice(EventId id, Tag tag, @Nullable String traceparent) {}

  /**
   * A question for one image.
   *
   * @param refused since when the registry refuses to answer, and that was told; absent: not told
   */
  record Lookup(Cause cause, ImageReference image, @Nullable Instant refused) {
    Lookup(Cause cause, ImageReference image) {
      this(cause, image, null);
    }

    private boolean isSame(Lookup other) {
      return cause.equals(other.cause) && image.equals(other.image);
    }
  }

  RepositoryState {
    published = List.copyOf(published);
    notices = List.copyOf(notices);
    lookups = List.copyOf(lookups);
    scanRequests = List.copyOf(scanRequests);
  }

  static RepositoryState nothingKnown() {
    return new RepositoryState(false, 0, TagNames.NONE, List.of(), List.of(), List.of(), List.of());
  }

  Optional<Published> lastPublished(Tag tag) {
    return published.stream().filter(p -> p.tag().equals(tag)).findFirst();
  }

  /** The first notice of that tag: it stays the first until the tag is settled. */
  Optional<Notice> firstNotice(Tag tag) {
    return notices.stream().filter(n -> n.tag().equals(tag)).findFirst();
  }

  /** Keeps at most two notices per tag: one may be in work, and one says that there is more. */
  RepositoryState noticed(Notice notice) {
    List<Notice> same = notices.stream().filter(n -> n.tag().equals(notice.tag())).toList();
    if (same.stream().anyMatch(n -> n.id().equals(notice.id()))) {
      return this;
    }
    List<Notice> kept = new ArrayList<>(notices);
    if (same.size() > 1) {
      kept.removeAll(same.subList(1, same.size()));
    }
    kept.add(notice);
    return new RepositoryState(scanned, scans, tags, published, kept, lookups, scanRequests);
  }

  RepositoryState asked(Lookup lookup) {
    return lookups.stream().anyMatch(lookup::isSame)
        ? this
        : new RepositoryState(
            scanned, scans, tags, published, notices, plus(lookups, lookup), scanRequests);
  }

  RepositoryState answered(Lookup lookup) {
    return withLookups(lookups.stream().filter(other -> !other.isSame(lookup)).toList());
  }

  /** That the registry refuses to answer was told; it is asked again. */
  RepositoryState refused(Lookup told) {
    return withLookups(
        lookups.stream().map(lookup -> lookup.isSame(told) ? told : lookup).toList());
  }

  private RepositoryState withLookups(List<Lookup> all) {
    return new RepositoryState(scanned, scans, tags, published, notices, all, scanRequests);
  }

  RepositoryState scanAsked(Cause request) {
    return scanRequests.contains(request)
        ? this
        : new RepositoryState(
            scanned, scans, tags, published, notices, lookups, plus(scanRequests, request));
  }

  RepositoryState scanAnswered(List<Cause> requests) {
    return new RepositoryState(
        scanned, scans, tags, published, notices, lookups, minus(scanRequests, requests));
  }

  RepositoryState firstScanned(SortedSet<Tag> all) {
    return new RepositoryState(
        true, scans + 1, TagNames.of(all), published, notices, lookups, scanRequests);
  }

  /** After these tags were told, and these notices looked into. */
  RepositoryState settled(
      List<Published> told, Collection<Notice> done, Set<Tag> followedByDigest) {
    return new RepositoryState(
        scanned,
        scans,
        tags.with(told.stream().map(Published::tag).toList()),
        trimmed(told, followedByDigest),
        minus(notices, done),
        lookups,
        scanRequests);
  }

  /** After a complete list, and the registry itself, said that these are gone. */
  RepositoryState without(Set<Tag> gone) {
    return new RepositoryState(
        scanned, scans, tags.without(gone), published, notices, lookups, scanRequests);
  }

  /** Nobody watches it any more. What was told stays, so that it is not told again. */
  RepositoryState unwatched() {
    return new RepositoryState(
        false, scans, TagNames.NONE, published, List.of(), lookups, List.of());
  }

  private List<Published> trimmed(List<Published> told, Set<Tag> followedByDigest) {
    Set<Tag> again = new TreeSet<>(told.stream().map(Published::tag).toList());
    List<Published> all =
        Stream.concat(published.stream().filter(p -> !again.contains(p.tag())), told.stream())
            .toList();
    int excess = all.size() - PUBLISHED_KEPT;
    List<Published> kept = new ArrayList<>(all.size());
    for (Published one : all) {
      if (excess > 0 && !followedByDigest.contains(one.tag())) {
        excess--;
      } else {
        kept.add(one);
      }
    }
    return kept;
  }

  private static <T> List<T> plus(List<T> list, T one) {
    return Stream.concat(list.stream(), Stream.of(one)).toList();
  }

  private static <T> List<T> minus(List<T> list, Collection<T> some) {
    return list.stream().filter(one -> !some.contains(one)).toList();
  }
}
