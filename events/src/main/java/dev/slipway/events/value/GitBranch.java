package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A branch's short name: {@code main}, {@code releases/prod}.
 *
 * @param value without {@code refs/heads/}; git-check-ref-format(1), less what nobody uses
 */
public record GitBranch(@JsonValue String value) implements Comparable<GitBranch> {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?!refs/)(?!.*(?:\\.\\.|//|@\\{|\\.lock$))[^\\s~^:?*\\[\\\\/.-][^\\s~^:?*\\[\\\\]{0,199}(?<![/.])");

  public GitBranch {
    Check.matches("branch", value, GRAMMAR, "expected a short branch name such as 'main'");
  }

  @JsonCreator
  public static GitBranch parse(String value) {
    return new GitBranch(value);
  }

  @Override
  public int compareTo(GitBranch other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
