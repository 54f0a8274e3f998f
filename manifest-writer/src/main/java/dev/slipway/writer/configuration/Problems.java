package dev.slipway.writer.configuration;

import dev.slipway.events.value.ConfigurationProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong, so that a person sees all of it at once. A node knows its file. */
public final class Problems {
  private final List<ConfigurationProblem> found = new ArrayList<>();

  public void add(@Nullable Node where, String path, String message) {
    int line = where == null ? 0 : where.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    String file = where == null ? null : where.getStartMark().map(Mark::getName).orElse(null);
    found.add(
        new ConfigurationProblem(line, path, message, SlipwayYaml.PATH.equals(file) ? null : file));
  }

  /** The value that the text means, or null with a problem noted. */
  <T extends @Nullable Object> @Nullable T parse(
      Node where, String path, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      add(where, path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  public List<ConfigurationProblem> found() {
    return List.copyOf(found);
  }
}
