package dev.slipway.writer.files;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds which of many names a file's bytes hold, in one pass over them: what stands between
 * characters that no repository's name can hold.
 */
public final class NameTokens<T> {
  private static final int HASHES = 1 << 16;

  private final Map<String, List<T>> byName = new HashMap<>();
  private final BitSet hashes = new BitSet(HASHES);

  public void put(String name, T meant) {
    byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(meant);
    hashes.set(name.hashCode() & (HASHES - 1));
  }

  /** What is meant by the names in there, in the order of the text. */
  public Set<T> in(byte[] content) {
    Set<T> found = new LinkedHashSet<>();
    int hash = 0;
    int start = 0;
    for (int at = 0; at <= content.length; at++) {
      if (at < content.length && mayStandInName(content[at])) {
        hash = 31 * hash + content[at]; // that of a String
      } else {
        if (at > start && hashes.get(hash & (HASHES - 1))) {
          String token = new String(content, start, at - start, StandardCharsets.US_ASCII);
          found.addAll(byName.getOrDefault(token, List.of()));
        }
        hash = 0;
        start = at + 1;
      }
    }
    return found;
  }

  private static boolean mayStandInName(byte character) {
    return (character >= 'a' && character <= 'z')
        || (character >= '0' && character <= '9')
        || character == '-'
        || character == '.'
        || character == '_'
        || (character >= 'A' && character <= 'Z');
  }
}
