package dev.slipway.writer.policy;

import dev.slipway.events.value.TagPolicy;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Ranks tags by the time written in them: a date alone is its midnight, no zone means UTC. */
final class TimestampOrder implements TagOrder {
  private static final String GROUP = "ts";

  private final TagPattern pattern;
  private final String group;
  private final String format;
  private final DateTimeFormatter formatter;
  private final Optional<SortableFormat> sortable;

  private TimestampOrder(
      TagPattern pattern, String group, String format, DateTimeFormatter formatter) {
    this.pattern = pattern;
    this.group = group;
    this.format = format;
    this.formatter = formatter;
    this.sortable = SortableFormat.of(format);
  }

  static TagOrder of(TagPolicy.Timestamp policy) {
    TagPattern pattern = TagPattern.compile(policy.pattern());
    return new TimestampOrder(
        pattern, group(pattern, policy), policy.format(), formatter(policy.format()));
  }

  private static String group(TagPattern pattern, TagPolicy.Timestamp policy) {
    if (pattern.groupNames().size() == 1) {
      return pattern.groupNames().iterator().next();
    }
    if (!pattern.groupNames().contains(GROUP)) {
      throw new IllegalArgumentException(
          "timestamp pattern '"
              + policy.pattern()
              + "' needs a group named ts around the time, as in (?<ts>\\d{8})");
    }
    return GROUP;
  }

  /** Strict, so that a 31st of February is no time; for that, the year is spelled u. */
  private static DateTimeFormatter formatter(String format) {
    StringBuilder strict = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < format.length(); i++) {
      char letter = format.charAt(i);
      quoted ^= letter == '\'';
      strict.append(letter == 'y' && !quoted ? 'u' : letter);
    }
    try {
      return DateTimeFormatter.ofPattern(strict.toString(), Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "timestamp format '" + format + "' is not valid: " + e.getMessage(), e);
    }
  }

  @Override
  public Predicate<String> reaching(Rank place) {
    if (sortable.isPresent() && place instanceof Rank.Time(Instant time)) {
      String written = formatter.format(time.atOffset(ZoneOffset.UTC));
      if (sortable.get().holds(written)) {
        return text -> sortable.get().mayReach(text, written);
      }
    }
    return _ -> true;
  }

  @Override
  public Fit rank(String text, Candidate candidate) {
    Optional<String> written = pattern.find(text, match -> match.group(group));
    return written
        .map(this::time)
        .orElseGet(() -> new Fit.Unfit("'" + text + "' does not match " + pattern));
  }

  private Fit time(String written) {
    try {
      TemporalAccessor time =
          formatter.parseBest(written, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      return new Fit.Ranked(new Rank.Time(instant(time)));
    } catch (DateTimeException e) {
      return new Fit.Unfit("'" + written + "' is no time of the format " + format);
    }
  }

  private static Instant instant(TemporalAccessor time) {
    if (time instanceof OffsetDateTime zoned) {
      return zoned.toInstant();
    }
    if (time instanceof LocalDate date) {
      return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
  }
}
