package dev.slipway.bench.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * The tags of one repository: thousands that were there from the beginning, which are worked out
 * when they are asked for, and those that were pushed. Safe for any thread.
 */
final class ManyTags {
  /** So many first tags have a time of their own, and lie in the order of their numbers. */
  private static final int MOST = 28 * 12 * 20;

  private final int repository;
  private final int count;
  private final NavigableSet<String> pushed = new ConcurrentSkipListSet<>();

  ManyTags(int repository, int count) {
    if (count > MOST) {
      throw new IllegalArgumentException("expected at most " + MOST + " tags, not " + count);
    }
    this.repository = repository;
    this.count = count;
  }

  void add(String tag) {
    pushed.add(tag);
  }

  boolean contains(String tag) {
    int place = place(tag);
    return pushed.contains(tag) || (place < count && first(place).equals(tag));
  }

  /** The next ones in the order of names; from the beginning where nothing is given. */
  List<String> after(@Nullable String last, int most) {
    List<String> page = new ArrayList<>();
    int next = last == null ? 0 : place(last);
    if (next < count && first(next).equals(last)) {
      next++;
    }
    for (String tag : last == null ? pushed : pushed.tailSet(last, false)) {
      while (next < count && page.size() < most && first(next).compareTo(tag) < 0) {
        page.add(first(next++));
      }
      if (page.size() == most) {
        return page;
      }
      page.add(tag);
    }
    while (next < count && page.size() < most) {
      page.add(first(next++));
    }
    return page;
  }

  /** Where the tag lies among the first, or would lie. */
  private int place(String tag) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first(middle).compareTo(tag) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private String first(int number) {
    StringBuilder tag = new StringBuilder("2019");
    two(tag, 1 + number / 560);
    two(tag, 1 + number / 20 % 28);
    tag.append('-');
    two(tag, number % 20);
    two(tag, repository % 60);
    tag.append("00-");
    String hex = Long.toHexString(number * 7919L + repository);
    return tag.repeat('0', Math.max(0, 7 - hex.length())).append(hex).toString();
  }

  private static void two(StringBuilder text, int number) {
    if (number < 10) {
      text.append('0');
    }
    text.append(number);
  }
}
