package dev.slipway.writer.edit;

import java.util.Iterator;
import java.util.List;

/** Shows an edit as {@code diff -U0} would. An edit moves no line unless a value had several. */
final class LineDiff {
  private LineDiff() {}

  static String of(FileName file, String before, String after) {
    StringBuilder diff =
        new StringBuilder("--- a/").append(file).append("\n+++ b/").append(file).append('\n');
    if (before.lines().count() == after.lines().count()) {
      // One by one: the file may have millions of lines.
      Iterator<String> was = before.lines().iterator();
      Iterator<String> is = after.lines().iterator();
      for (int i = 0; was.hasNext(); i++) {
        String line = was.next();
        String other = is.next();
        if (!line.equals(other)) {
          hunk(diff, List.of(line), List.of(other), i);
        }
      }
      return diff.toString();
    }
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    int start = 0;
    while (old.get(start).equals(now.get(start))) {
      start++;
    }
    int same = 0;
    while (old.get(old.size() - 1 - same).equals(now.get(now.size() - 1 - same))) {
      same++;
    }
    hunk(diff, old.subList(start, old.size() - same), now.subList(start, now.size() - same), start);
    return diff.toString();
  }

  private static void hunk(StringBuilder diff, List<String> old, List<String> now, int start) {
    diff.append("@@ -").append(range(start, old)).append(" +").append(range(start, now));
    diff.append(" @@\n");
    old.forEach(line -> diff.append('-').append(line).append('\n'));
    now.forEach(line -> diff.append('+').append(line).append('\n'));
  }

  private static String range(int start, List<String> lines) {
    return lines.size() == 1 ? "" + (start + 1) : (start + 1) + "," + lines.size();
  }
}
