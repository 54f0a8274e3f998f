package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a repository's configuration.
 *
 * @param line from 1; 0 where no line can be named
 * @param path where in the document: {@code environments.production.guard}
 * @param file where it stands; absent: {@code slipway.yaml}
 */
public record ConfigurationProblem(int line, String path, String message, @Nullable String file) {

  /** One in {@code slipway.yaml}. */
  public ConfigurationProblem(int line, String path, String message) {
    this(line, path, message, null);
  }

  @Override
  public String toString() {
    return place() + (path.isEmpty() ? "" : path + ": ") + message;
  }

  private String place() {
    if (file == null) {
      return line > 0 ? "line " + line + ": " : "";
    }
    return file + (line > 0 ? ":" + line : "") + ": ";
  }
}
