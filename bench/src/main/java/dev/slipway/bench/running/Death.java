package dev.slipway.bench.running;

import java.util.List;

/**
 * A process that ended though nobody told it to.
 *
 * @param name as {@code up} calls it
 * @param lastLines of its log
 */
public record Death(String name, List<String> lastLines) {
  public Death {
    lastLines = List.copyOf(lastLines);
  }

  /** For people: who, and its last words. */
  public String toText() {
    return name
        + " died during the run"
        + (lastLines.isEmpty() ? "; its log is empty" : "; the end of its log:")
        + lastLines.stream().map(line -> "\n    " + line).reduce("", String::concat);
  }
}
