package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * Which tags a policy looks at, and which part of them it compares.
 *
 * @param pattern regular expression that a tag must match; RE2 and PCRE spellings of named groups
 * @param extract what is compared, with {@code $1} or {@code $name}; absent: the whole tag
 */
public record TagFilter(String pattern, @Nullable String extract) {
  public TagFilter {
    Check.notBlank("filter pattern", pattern);
  }
}
