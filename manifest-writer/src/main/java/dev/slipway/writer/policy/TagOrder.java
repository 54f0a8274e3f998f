package dev.slipway.writer.policy;

import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.policy.Fit.Ranked;
import dev.slipway.writer.policy.Fit.Unfit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives a tag its place. Never throws for what a tag holds. */
interface TagOrder {
  Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");
  Pattern NUMBER = Pattern.compile("[-+]?\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d{1,3})?");

  /**
   * Ranks what a filter's {@code extract} left of the tag.
   *
   * @param text the whole tag where there is no extract
   */
  Fit rank(String text, Candidate candidate);

  /**
   * Tells quickly whether a text may have that place or a higher one: never no where it has. For
   * lists of thousands, of which one is wanted.
   */
  default Predicate<String> reaching(Rank place) {
    return _ -> true;
  }

  static TagOrder of(TagPolicy policy) {
    return switch (policy) {
      case TagPolicy.Timestamp timestamp -> TimestampOrder.of(timestamp);
      case TagPolicy.Semver(String range) -> semver(range);
      case TagPolicy.Release() -> (text, _) -> release(text);
      case TagPolicy.Numerical(_) -> (text, _) -> numerical(text);
      case TagPolicy.Alphabetical(_) -> (text, _) -> new Ranked(new Rank.Text(text));
      case TagPolicy.MovingDigest moving -> (_, candidate) -> moving(moving, candidate);
      case TagPolicy.NewestBuild() -> (_, candidate) -> newestBuild(candidate);
    };
  }

  /** Whether the lowest place is the newest. */
  static boolean isDescending(TagPolicy policy) {
    return switch (policy) {
      case TagPolicy.Numerical(TagPolicy.Order order) -> order == TagPolicy.Order.DESCENDING;
      case TagPolicy.Alphabetical(TagPolicy.Order order) -> order == TagPolicy.Order.DESCENDING;
      case TagPolicy.Timestamp _,
          TagPolicy.Semver _,
          TagPolicy.Release _,
          TagPolicy.MovingDigest _,
          TagPolicy.NewestBuild _ ->
          false;
    };
  }

  private static TagOrder semver(String text) {
    VersionRange range = VersionRange.parse(text);
    return (tag, _) ->
        SemanticVersion.tryParse(tag)
            .map(version -> inRange(version, range, text))
            .orElseGet(() -> new Unfit("'" + tag + "' is no semantic version"));
  }

  private static Fit inRange(SemanticVersion version, VersionRange range, String text) {
    return switch (range.membership(version)) {
      case INSIDE -> new Ranked(new Rank.Version(version));
      case OUTSIDE -> new Unfit(version + " is not in the range " + text);
      case PRE_RELEASE ->
          new Unfit(
              version + " is a pre-release, and the range " + text + " names none (as >=1.0.0-0)");
    };
  }

  private static Fit release(String text) {
    Matcher numbers = RELEASE.matcher(text);
    return numbers.matches()
        ? new Ranked(
            new Rank.Numbers(
                List.of(
                    new BigInteger(numbers.group(1)),
                    new BigInteger(numbers.group(2)),
                    new BigInteger(numbers.group(3)))))
        : new Unfit("'" + text + "' is not three numbers and two dots");
  }

  private static Fit numerical(String text) {
    return NUMBER.matcher(text).matches()
        ? new Ranked(new Rank.Decimal(new BigDecimal(text)))
        : new Unfit("'" + text + "' is no number");
  }

  private static Fit moving(TagPolicy.MovingDigest policy, Candidate candidate) {
    return candidate.tag().equals(policy.tag())
        ? new Ranked(new Rank.Text(candidate.tag().value()))
        : new Unfit("only '" + policy.tag() + "' is followed, by its digest");
  }

  private static Fit newestBuild(Candidate candidate) {
    return candidate.created() == null
        ? new Unfit("the image does not say when it was created")
        : new Ranked(new Rank.Time(candidate.created()));
  }
}
