package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The name of an environment: {@code production}, {@code candidates/new-login}.
 *
 * <p>It belongs to the Git repository that declared it first. It may hold {@code /}, as branches
 * do.
 *
 * @param value at most 100 characters
 */
public record EnvironmentName(@JsonValue String value) implements Comparable<EnvironmentName> {
  private static final Pattern GRAMMAR =
      Pattern.compile("(?=.{1,100}$)[a-zA-Z0-9](?:[a-zA-Z0-9._/-]*[a-zA-Z0-9])?");

  public EnvironmentName {
    Check.matches(
        "environment name", value, GRAMMAR, "letters, digits, '.', '_', '-', '/', at most 100");
  }

  @JsonCreator
  public static EnvironmentName parse(String value) {
    return new EnvironmentName(value);
  }

  @Override
  public int compareTo(EnvironmentName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
