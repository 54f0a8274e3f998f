package dev.slipway.writer.policy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/** A tag's place in its policy's order. Ranks of different policies do not compare. */
sealed interface Rank extends Comparable<Rank> {
  record Time(Instant time) implements Rank {
    @Override
    public String toString() {
      return time.toString();
    }
  }

  record Version(SemanticVersion version) implements Rank {
    @Override
    public String toString() {
      return version.toString();
    }
  }

  /** Numbers that compare one by one, the first first. */
  record Numbers(List<BigInteger> numbers) implements Rank {
    @Override
    public String toString() {
      return String.join(".", numbers.stream().map(BigInteger::toString).toList());
    }
  }

  record Decimal(BigDecimal number) implements Rank {
    @Override
    public String toString() {
      return number.toPlainString();
    }
  }

  record Text(String text) implements Rank {
    @Override
    public String toString() {
      return text;
    }
  }

  @Override
  default int compareTo(Rank other) {
    return switch (this) {
      case Time(Instant mine) when other instanceof Time(Instant theirs) -> mine.compareTo(theirs);
      case Version(SemanticVersion mine) when other instanceof Version(SemanticVersion theirs) ->
          mine.compareTo(theirs);
      case Numbers(List<BigInteger> mine) when other instanceof Numbers(List<BigInteger> theirs) ->
          compare(mine, theirs);
      case Decimal(BigDecimal mine) when other instanceof Decimal(BigDecimal theirs) ->
          mine.compareTo(theirs);
      case Text(String mine) when other instanceof Text(String theirs) -> mine.compareTo(theirs);
      case Time _, Version _, Numbers _, Decimal _, Text _ ->
          throw new IllegalArgumentException(this + " and " + other + " have no common order");
    };
  }

  private static int compare(List<BigInteger> mine, List<BigInteger> theirs) {
    for (int i = 0; i < mine.size(); i++) {
      int order = mine.get(i).compareTo(theirs.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
