package dev.slipway.watcher;

import dev.slipway.events.value.Tag;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where new tags are to be expected in a list in the order of names: behind the last of each kind
 * of name, {@code main-20261120-1} and {@code 20261120-1} being two kinds. Names without a digit,
 * such as {@code latest}, are never followed by a new one.
 */
record TagEnds(Map<String, Tag> lastOfKind) {
  private static final int MOST_KINDS = 4;

  TagEnds {
    lastOfKind = Map.copyOf(lastOfKind);
  }

  /** Of tags in the order of names. */
  static TagEnds of(Iterable<Tag> tags) {
    Map<String, Tag> ends = new TreeMap<>();
    for (Tag tag : tags) {
      int digit = firstDigit(tag.value());
      if (digit >= 0) {
        ends.put(tag.value().substring(0, digit), tag);
      }
    }
    return new TagEnds(ends);
  }

  private static int firstDigit(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= '0' && name.charAt(i) <= '9') {
        return i;
      }
    }
    return -1;
  }

  /** Whether few looks find what is new. */
  boolean areFew() {
    return !lastOfKind.isEmpty() && lastOfKind.size() <= MOST_KINDS;
  }

  Collection<Tag> all() {
    return lastOfKind.values();
  }

  /** Whether a look behind the ends finds this tag. */
  boolean comeBefore(Tag tag) {
    int digit = firstDigit(tag.value());
    Tag end = digit < 0 ? null : lastOfKind.get(tag.value().substring(0, digit));
    return end != null && end.compareTo(tag) < 0;
  }
}
