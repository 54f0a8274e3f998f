package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of what an environment should run. A lower one is ignored; an equal one renews.
 *
 * <p>Written {@code epoch.position.restart}.
 *
 * @param epoch when the branch's numbering began, in milliseconds since 1970; always above the
 *     last. One starts at a force-push, at a lost cursor, and when an environment is new or changed
 * @param position place on the branch's first-parent line
 * @param restart number of the restart at that place; 0 for the revision itself
 */
public record Sequence(long epoch, long position, long restart) implements Comparable<Sequence> {
  private static final Pattern GRAMMAR = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})\\.(\\d{1,18})");
  private static final Comparator<Sequence> ORDER =
      Comparator.comparingLong(Sequence::epoch)
          .thenComparingLong(Sequence::position)
          .thenComparingLong(Sequence::restart);

  public Sequence {
    Check.notNegative("sequence epoch", epoch);
    Check.notNegative("sequence position", position);
    Check.notNegative("sequence restart", restart);
  }

  @JsonCreator
  public static Sequence parse(String value) {
    Matcher parts = GRAMMAR.matcher(value);
    if (!parts.matches()) {
      throw Check.invalid("sequence", value, "expected epoch.position.restart");
    }
    return new Sequence(
        Long.parseLong(parts.group(1)),
        Long.parseLong(parts.group(2)),
        Long.parseLong(parts.group(3)));
  }

  public Sequence nextRestart() {
    return new Sequence(epoch, position, restart + 1);
  }

  public boolean isAfter(Sequence other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Sequence other) {
    return ORDER.compare(this, other);
  }

  @Override
  @JsonValue
  public String toString() {
    return epoch + "." + position + "." + restart;
  }
}
