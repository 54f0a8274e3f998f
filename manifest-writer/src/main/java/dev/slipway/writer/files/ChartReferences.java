package dev.slipway.writer.files;

import dev.slipway.writer.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The folders that a file's HelmReleases may take their charts and values from: paths from the
 * repository's root, where that is their source. Errs on the side of too much. Remembers what a
 * file said; for one thread at a time.
 */
final class ChartReferences {
  private static final int REMEMBERED = 100_000;
  private static final String RELEASE = "HelmRelease";
  private static final Pattern CHART =
      Pattern.compile("(?m)(?:^|[\\s{,-])chart:\\s*[\"']?(\\.{0,2}/?[^\\s\"'#{},\\[\\]]+)");
  private static final Pattern VALUES =
      Pattern.compile("[\\s\"'\\[,-](\\.{0,2}/?[\\w./-]*/[\\w.-]+\\.ya?ml)\\b");

  private final Map<String, List<String>> known = FileReadings.remembering(REMEMBERED);

  List<String> in(Snapshot snapshot, Snapshot.File file) {
    if (!file.path().endsWith(".yaml") && !file.path().endsWith(".yml")) {
      return List.of();
    }
    return known.computeIfAbsent(
        file.content(), _ -> find(new String(snapshot.read(file), StandardCharsets.UTF_8)));
  }

  private static List<String> find(String text) {
    if (!text.contains(RELEASE)) {
      return List.of();
    }
    return List.of(CHART, VALUES).stream()
        .flatMap(pattern -> pattern.matcher(text).results())
        .map(ChartReferences::path)
        .distinct()
        .toList();
  }

  private static String path(MatchResult found) {
    return found.group(1);
  }
}
