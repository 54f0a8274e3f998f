package dev.slipway.watcher;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.events.value.Tag;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names of a repository's tags, in their order and packed: neighbours mostly begin alike, and a
 * watcher knows millions.
 *
 * @param packed for each tag one sign that says how many characters it shares with the one before,
 *     and then the others. The signs are none that a tag may hold: their place in {@link #SHARED}
 *     is the number. A name takes some 12 bytes instead of 150
 */
record TagNames(@JsonValue String packed) implements Iterable<Tag> {
  static final TagNames NONE = new TagNames("");

  /** Printable, no letter of a tag, and nothing that JSON would escape. */
  private static final String SHARED = "!#$%&'()*+,/:;<=>?@[]^`{|}~ ";

  private static final int MOST_SHARED = SHARED.length() - 1;

  TagNames {
    if (!packed.isEmpty() && packed.charAt(0) != SHARED.charAt(0)) {
      throw new IllegalArgumentException("tags: packed names begin with a whole one");
    }
  }

  @JsonCreator
  static TagNames parse(String packed) {
    return new TagNames(packed);
  }

  /** As they were stored until 0.1: a list of names. */
  @JsonCreator
  static TagNames of(Collection<Tag> tags) {
    StringBuilder packed = new StringBuilder();
    String before = "";
    for (Tag tag : new TreeSet<>(tags)) {
      int shared = shared(before, tag.value());
      packed.append(SHARED.charAt(shared)).append(tag.value(), shared, tag.value().length());
      before = tag.value();
    }
    return packed.isEmpty() ? NONE : new TagNames(packed.toString());
  }

  private static int shared(String one, String other) {
    int most = Math.min(MOST_SHARED, Math.min(one.length(), other.length()));
    int shared = 0;
    while (shared < most && one.charAt(shared) == other.charAt(shared)) {
      shared++;
    }
    return shared;
  }

  /** Unpacked; the caller's own. */
  SortedSet<Tag> toSet() {
    TreeSet<Tag> tags = new TreeSet<>();
    forEach(tags::add);
    return tags;
  }

  boolean contains(Tag wanted) {
    for (Tag tag : this) {
      int order = tag.compareTo(wanted);
      if (order >= 0) {
        return order == 0;
      }
    }
    return false;
  }

  TagNames with(Collection<Tag> more) {
    SortedSet<Tag> all = toSet();
    return all.addAll(more) ? of(all) : this;
  }

  TagNames without(Collection<Tag> some) {
    SortedSet<Tag> rest = toSet();
    return rest.removeAll(some) ? of(rest) : this;
  }

  /** In the order of names. */
  @Override
  public Iterator<Tag> iterator() {
    return new Unpacking(packed);
  }

  @Override
  public String toString() {
    return toSet().toString();
  }

  private static final class Unpacking implements Iterator<Tag> {
    private final String packed;
    private final StringBuilder name = new StringBuilder();
    private int at;

    private Unpacking(String packed) {
      this.packed = packed;
    }

    @Override
    public boolean hasNext() {
      return at < packed.length();
    }

    @Override
    public Tag next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      name.setLength(SHARED.indexOf(packed.charAt(at)));
      at++;
      while (at < packed.length() && SHARED.indexOf(packed.charAt(at)) < 0) {
        name.append(packed.charAt(at));
        at++;
      }
      return new Tag(name.toString());
    }
  }
}
