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
  private static final boolean[] IS_SIGN = new boolean[128];

  static {
    SHARED.chars().forEach(sign -> IS_SIGN[sign] = true);
  }

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
    return Place.of(wanted.value(), packed).isTaken();
  }

  TagNames with(Collection<Tag> more) {
    TagNames all = this;
    for (Tag tag : more) {
      all = all.with(tag.value());
    }
    return all;
  }

  private TagNames with(String name) {
    Place place = Place.of(name, packed);
    return place.isTaken() ? this : new TagNames(place.taken(name, packed));
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

  private static boolean isSign(char c) {
    return c < IS_SIGN.length && IS_SIGN[c];
  }

  /** Where the name that begins at this sign ends. */
  private static int end(String packed, int sign) {
    int at = sign + 1;
    while (at < packed.length() && !isSign(packed.charAt(at))) {
      at++;
    }
    return at;
  }

  /**
   * Where a name lies, or would lie, found without unpacking those before it.
   *
   * @param at where the first name begins that does not come before it; the end where there is none
   * @param sharedBefore how many characters it shares with the name before that
   * @param sharedAfter how many it shares with the name there, as far as that is known to matter
   */
  private record Place(int at, int sharedBefore, int sharedAfter, boolean isTaken) {

    static Place of(String name, String packed) {
      int shared = 0;
      int at = 0;
      while (at < packed.length()) {
        int sign = SHARED.indexOf(packed.charAt(at));
        int end = end(packed, at);
        // One that shares more with the name before than that does with ours lies beside it.
        if (sign <= shared) {
          int same = sign;
          int i = at + 1;
          while (i < end && same < name.length() && packed.charAt(i) == name.charAt(same)) {
            i++;
            same++;
          }
          boolean isSame = i == end && same == name.length();
          boolean comesBefore =
              same < name.length() && (i == end || packed.charAt(i) < name.charAt(same));
          if (!comesBefore) {
            return new Place(at, shared, same, isSame);
          }
          shared = same;
        }
        at = end;
      }
      return new Place(at, shared, 0, false);
    }

    /** The packed names and this one, which is not among them. */
    String taken(String name, String packed) {
      int before = Math.min(sharedBefore, MOST_SHARED);
      StringBuilder all =
          new StringBuilder(packed.length() + name.length() + 2)
              .append(packed, 0, at)
              .append(SHARED.charAt(before))
              .append(name, before, name.length());
      if (at < packed.length()) {
        int sign = SHARED.indexOf(packed.charAt(at));
        int after = Math.min(sharedAfter, MOST_SHARED);
        all.append(SHARED.charAt(after)).append(packed, at + 1 + after - sign, packed.length());
      }
      return all.toString();
    }
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
      int from = at;
      at = end(packed, from - 1);
      name.append(packed, from, at);
      return new Tag(name.toString());
    }
  }
}
