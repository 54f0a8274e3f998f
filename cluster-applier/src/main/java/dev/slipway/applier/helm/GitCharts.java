package dev.slipway.applier.helm;

import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.yaml.YamlDocuments;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Charts that are folders of a commit, with the charts beside them that they depend on. */
final class GitCharts {
  private static final String BESIDE = "file://";
  private static final int DEEPEST = 8;

  private GitCharts() {}

  /**
   * Reads one.
   *
   * @param by the file that names it, for people to read
   * @throws RefusedException {@code RENDER_FAILED} where there is no chart at that path
   */
  static Chart read(String by, Folder commit, String path) {
    String folder = normal(by, path, "");
    if (!(commit.find(join(folder, "Chart.yaml")) instanceof Folder.Entry.File)) {
      throw new RefusedException(
          RolloutFailure.RENDER_FAILED,
          "%s names the chart '%s', but there is no '%s' in the commit; nothing was applied"
              .formatted(by, path, join(folder, "Chart.yaml")));
    }
    Map<String, byte[]> files = new TreeMap<>();
    StringBuilder id = new StringBuilder();
    add(by, commit, folder, "", files, id, 0);
    return new Chart(folder.isEmpty() ? "the repository's root" : folder, id.toString(), files);
  }

  private static void add(
      String by,
      Folder commit,
      String folder,
      String at,
      Map<String, byte[]> files,
      StringBuilder id,
      int depth) {
    if (depth > DEEPEST) {
      throw new RefusedException(
          RolloutFailure.RENDER_FAILED,
          by + ": its chart depends on itself (" + folder + "); nothing was applied");
    }
    for (SourceFile file : commit.folder(folder).files()) {
      String below = folder.isEmpty() ? file.path() : file.path().substring(folder.length() + 1);
      files.putIfAbsent(at + below, commit.read(file));
      id.append(file.content()).append(' ').append(at).append(below).append('\n');
    }
    if (commit.find(join(folder, "Chart.yaml")) instanceof Folder.Entry.File(SourceFile chart)) {
      for (Map<String, Object> dependency : dependencies(chart, commit)) {
        String repository = Fields.text(dependency, "repository").orElse("");
        String name = Fields.text(dependency, "name").orElse("");
        if (repository.startsWith(BESIDE) && name.matches("[a-zA-Z0-9._-]+")) {
          String beside = normal(by, repository.substring(BESIDE.length()), folder);
          add(by, commit, beside, at + "charts/" + name + "/", files, id, depth + 1);
        }
      }
    }
  }

  private static List<Map<String, Object>> dependencies(SourceFile chart, Folder commit) {
    List<Object> documents = YamlDocuments.read(chart.path(), commit.read(chart));
    return documents.isEmpty() || !(documents.getFirst() instanceof Map<?, ?>)
        ? List.of()
        : Fields.list(Map.of("chart", documents.getFirst()), "chart", "dependencies");
  }

  /** The path from the repository's root. */
  static String normal(String by, String path, String from) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (from + "/" + path).split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          throw new RefusedException(
              RolloutFailure.NOT_SUPPORTED,
              "%s names '%s', which leads out of the repository; nothing was applied"
                  .formatted(by, path));
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  private static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
