package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A Git repository that Slipway tracks, by its remote address.
 *
 * @param url without user, password or query: credentials never travel in events; at most 500
 *     characters
 */
public record GitRepository(@JsonValue String url) implements Comparable<GitRepository> {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?=.{1,500}$)(?:(?:https?|ssh|git|file)://(?:git@)?[^@\\s?#]+|git@[^@\\s?#:]+:[^@\\s?#]+)");

  public GitRepository {
    Check.matches(
        "Git repository",
        url,
        GRAMMAR,
        "expected an http(s), ssh or file address without credentials");
  }

  @JsonCreator
  public static GitRepository parse(String url) {
    return new GitRepository(url);
  }

  @Override
  public int compareTo(GitRepository other) {
    return url.compareTo(other.url);
  }

  @Override
  public String toString() {
    return url;
  }
}
