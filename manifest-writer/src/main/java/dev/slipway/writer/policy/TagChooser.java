package dev.slipway.writer.policy;

import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.policy.Fit.Ranked;
import dev.slipway.writer.policy.Fit.Unfit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by one policy. The same tags give the same choice, in whatever order they come, and a tag
 * that fits the policy in no way changes nothing.
 *
 * <p>Safe for many threads.
 */
public final class TagChooser {
  private final TagOrder order;
  private final boolean descending;
  private final @Nullable TagPattern filter;
  private final @Nullable Extract extract;

  private TagChooser(
      TagOrder order, boolean descending, @Nullable TagPattern filter, @Nullable Extract extract) {
    this.order = order;
    this.descending = descending;
    this.filter = filter;
    this.extract = extract;
  }

  /**
   * Prepares a policy.
   *
   * @param filter which tags are looked at; absent: all
   * @throws IllegalArgumentException where a pattern, format or range is not valid; the message
   *     says which, and why
   */
  public static TagChooser of(TagPolicy policy, @Nullable TagFilter filter) {
    TagOrder order = TagOrder.of(policy);
    boolean descending = TagOrder.isDescending(policy);
    if (filter == null) {
      return new TagChooser(order, descending, null, null);
    }
    TagPattern pattern = TagPattern.compile(filter.pattern());
    String extract = filter.extract();
    return new TagChooser(
        order,
        descending,
        pattern,
        extract == null || extract.isEmpty() ? null : Extract.parse(extract, pattern));
  }

  /** Whether the policy looks at this tag, and where it stands. */
  public Fit fit(Candidate candidate) {
    String tag = candidate.tag().value();
    if (filter == null) {
      return order.rank(tag, candidate);
    }
    Extract wanted = extract;
    Optional<String> text = filter.find(tag, match -> wanted == null ? tag : wanted.from(match));
    if (text.isEmpty()) {
      return new Unfit("'" + tag + "' does not match the filter " + filter);
    }
    return text.get().isEmpty()
        ? new Unfit("the filter extracts nothing from '" + tag + "'")
        : order.rank(text.get(), candidate);
  }

  /** As {@link #fit(Candidate)}, where the time of the build does not matter. */
  public Fit fit(Tag tag) {
    return fit(Candidate.of(tag));
  }

  /**
   * Whether the candidate takes the place of what runs: only where the policy ranks it strictly
   * higher, or does not know what runs at all.
   */
  public boolean replaces(Candidate candidate, Candidate current) {
    return fit(candidate) instanceof Ranked && compare(candidate, current) > 0;
  }

  /** Positive where the first is newer; a tag that does not fit is older than any that does. */
  public int compare(Candidate first, Candidate second) {
    return switch (fit(first)) {
      case Ranked(Rank mine) ->
          switch (fit(second)) {
            case Ranked(Rank theirs) -> compare(mine, theirs);
            case Unfit _ -> 1;
          };
      case Unfit _ -> fit(second) instanceof Ranked ? -1 : 0;
    };
  }

  private int compare(Rank first, Rank second) {
    return descending ? second.compareTo(first) : first.compareTo(second);
  }

  /** Chooses the newest. Of several in the same place, the one that is last by name. */
  public TagSelection select(Collection<Candidate> candidates) {
    List<Placed> placed = new ArrayList<>();
    List<TagSelection.Loss> losses = new ArrayList<>();
    for (Candidate candidate : candidates) {
      switch (fit(candidate)) {
        case Ranked(Rank rank) -> placed.add(new Placed(candidate.tag(), rank));
        case Unfit(String message) -> losses.add(new TagSelection.Loss(candidate.tag(), message));
      }
    }
    placed.sort(newestFirst());
    placed.stream().skip(1).map(loser -> lost(loser, placed.getFirst())).forEach(losses::add);
    return new TagSelection(placed.stream().findFirst().map(Placed::tag), losses);
  }

  /** What {@link #select} chooses, without a word about the others: for long lists. */
  public Optional<Tag> newest(List<Candidate> candidates) {
    Optional<Placed> best = Optional.empty();
    Predicate<String> worthALook = _ -> true;
    // The newest is the last by name, mostly: once it is known, a glance is enough for the others.
    for (Candidate candidate : candidates.reversed()) {
      if (worthALook.test(candidate.tag().value())
          && fit(candidate) instanceof Ranked(Rank rank)
          && isNewer(new Placed(candidate.tag(), rank), best)) {
        best = Optional.of(new Placed(candidate.tag(), rank));
        worthALook = extract == null ? order.reaching(rank) : _ -> true;
      }
    }
    return best.map(Placed::tag);
  }

  private boolean isNewer(Placed one, Optional<Placed> other) {
    return other.isEmpty() || newestFirst().compare(one, other.get()) < 0;
  }

  private record Placed(Tag tag, Rank rank) {}

  private Comparator<Placed> newestFirst() {
    Comparator<Placed> byRank = (first, second) -> compare(second.rank(), first.rank());
    return byRank.thenComparing(Placed::tag, Comparator.reverseOrder());
  }

  private TagSelection.Loss lost(Placed loser, Placed winner) {
    return new TagSelection.Loss(
        loser.tag(),
        compare(loser.rank(), winner.rank()) == 0
            ? "ranks as " + winner.tag() + " does, which is last by name"
            : loser.rank() + " is older than " + winner.rank());
  }
}
