package dev.slipway.console.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What somebody may have meant. */
final class Spelling {
  private static final int MOST = 3;

  private Spelling() {}

  /** The closest names, best first; empty where none is close. */
  static List<String> closest(String word, Collection<String> names) {
    int tolerance = Math.max(1, word.length() / 2);
    return names.stream()
        .distinct()
        .filter(name -> distance(word, name) <= tolerance || name.startsWith(word))
        .sorted(Comparator.<String>comparingInt(name -> distance(word, name)).thenComparing(n -> n))
        .limit(MOST)
        .toList();
  }

  /** Levenshtein's distance; two swapped letters count as one. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
