package dev.slipway.events.value;

/**
 * What is wrong with a {@code slipway.yaml}.
 *
 * @param line from 1; 0 where no line can be named
 * @param path where in the document: {@code environments.production.guard}
 */
public record ConfigurationProblem(int line, String path, String message) {
  @Override
  public String toString() {
    return (line > 0 ? "line " + line + ": " : "") + (path.isEmpty() ? "" : path + ": ") + message;
  }
}
