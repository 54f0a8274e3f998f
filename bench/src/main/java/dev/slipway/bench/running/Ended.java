package dev.slipway.bench.running;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that {@code up} found ended, though it had not ended it, and started again.
 *
 * @param name as {@code up} calls it
 * @param code 137 after kill -9
 */
public record Ended(String name, int code) {
  private static final Pattern SAID =
      Pattern.compile("(\\S+) ended with code (\\d+) and is started again; .*");

  /** In the order in which {@code up} said so. */
  static List<Ended> in(List<String> output) {
    return output.stream().map(Ended::parse).flatMap(Optional::stream).toList();
  }

  private static Optional<Ended> parse(String line) {
    Matcher said = SAID.matcher(line);
    return said.matches()
        ? Optional.of(new Ended(said.group(1), Integer.parseInt(said.group(2))))
        : Optional.empty();
  }
}
