package dev.slipway.writer.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes a random document that is YAML, in every style that people write, and marks some values.
 */
final class RandomManifest {
  private static final List<String> WORDS =
      List.of(
          "web", "api", "a b", "é", "🚀", "1", "true", "x-y", "日本", "tag", "image", "sha#1", "c:d");
  private static final List<String> COMMENTS =
      List.of(
          "",
          "",
          " # note",
          "\t# a\ttab",
          " # {\"other\": \"json\"}",
          " # tag: 1 # {\"$imagepolicy\": \"ns:target:tag\"}",
          " #");
  private static final List<String> OLD =
      List.of("1.4.2", "v1", "main-abc", "0123", "20240101-120000-abcdef0", "latest", "1.10");

  private final Random random;
  private final StringBuilder text = new StringBuilder();
  private final List<String> values = new ArrayList<>();
  private int keys;

  RandomManifest(long seed) {
    this.random = new Random(seed);
  }

  /** How many values carry the marker {@code ns:target:tag}. */
  int targets() {
    return values.size();
  }

  String write() {
    int documents = 1 + random.nextInt(3);
    for (int i = 0; i < documents; i++) {
      if (i > 0 || random.nextBoolean()) {
        text.append("---").append(random.nextInt(4) == 0 ? " # doc" : "").append('\n');
      }
      if (random.nextInt(5) == 0) {
        sequence(0, 3);
      } else {
        mapping(0, 4);
      }
    }
    String written = random.nextInt(4) == 0 ? text.toString().stripTrailing() : text.toString();
    String broken = random.nextInt(3) == 0 ? written.replace("\n", "\r\n") : written;
    return random.nextInt(5) == 0 ? "\uFEFF" + broken : broken;
  }

  private void mapping(int indent, int depth) {
    int entries = 1 + random.nextInt(4);
    for (int i = 0; i < entries; i++) {
      blankLines(indent);
      text.append(" ".repeat(indent)).append(key()).append(':');
      value(indent, depth);
    }
  }

  private void sequence(int indent, int depth) {
    int items = 1 + random.nextInt(3);
    for (int i = 0; i < items; i++) {
      blankLines(indent);
      text.append(" ".repeat(indent)).append('-');
      value(indent, depth);
    }
  }

  private void blankLines(int indent) {
    if (random.nextInt(6) == 0) {
      text.append('\n');
    }
    if (random.nextInt(6) == 0) {
      text.append(" ".repeat(indent)).append("# old: 1 # {\"$imagepolicy\": \"ns:target:tag\"}\n");
    }
  }

  private void value(int indent, int depth) {
    switch (random.nextInt(depth > 0 ? 10 : 6)) {
      case 0, 1 -> marked();
      case 2 -> plain();
      case 3 -> quotedOverLines(indent);
      case 4 -> block(indent);
      case 5 -> flow();
      case 6, 7, 8 -> {
        text.append(comment()).append('\n');
        mapping(indent + 1 + random.nextInt(4), depth - 1);
      }
      default -> {
        text.append(comment()).append('\n');
        sequence(indent + 1 + random.nextInt(3), depth - 1);
      }
    }
  }

  private void marked() {
    String value = pick(OLD);
    String property =
        pick(List.of("", "", "", "&a" + keys + " ", "!!str ", "!local &b" + keys + " "));
    text.append(" ".repeat(1 + random.nextInt(3))).append(property).append(styled(value));
    text.append(pick(List.of(" ", "  ", "\t")));
    text.append(pick(List.of("# ", "#", "#  "))).append("{\"$imagepolicy\": \"ns:target:tag\"}\n");
    values.add(value);
  }

  private String styled(String value) {
    return switch (random.nextInt(3)) {
      case 0 -> "'" + value + "'";
      case 1 -> "\"" + value + "\"";
      default -> value;
    };
  }

  private void plain() {
    text.append(' ').append(pick(WORDS)).append(comment()).append('\n');
  }

  private void quotedOverLines(int indent) {
    text.append(" \"").append(pick(WORDS)).append(" # no comment\n");
    text.append(" ".repeat(indent + 2))
        .append(pick(WORDS))
        .append("\"")
        .append(comment())
        .append('\n');
  }

  private void block(int indent) {
    text.append(pick(List.of(" |", " >-", " |+"))).append('\n');
    for (int i = 0; i <= random.nextInt(3); i++) {
      text.append(" ".repeat(indent + 5)).append(pick(WORDS)).append(" # {\"$other\": 1}\n");
    }
  }

  private void flow() {
    text.append(pick(List.of(" {a: 🚀, b: [1, 'x']}", " []", " {}", " [a, \"b # c\", {d: e}]")));
    text.append(comment()).append('\n');
  }

  private String key() {
    keys++;
    return pick(List.of("k" + keys, "\"k " + keys + "\"", "'k#" + keys + "'", "🚀" + keys));
  }

  private String comment() {
    return pick(COMMENTS);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
