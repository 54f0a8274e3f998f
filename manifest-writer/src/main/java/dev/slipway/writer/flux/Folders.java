package dev.slipway.writer.flux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Folders in a repository, without leading or trailing slash; empty for the root. */
final class Folders {
  private Folders() {}

  /** As Flux reads a path: from the repository's root, whatever it begins with. */
  static String parse(String text) {
    return resolve("", text.replaceFirst("^/+", ""))
        .orElseThrow(
            () -> new IllegalArgumentException("'" + text + "' leads out of the repository"));
  }

  /** Where a relative path leads to; empty where that is out of the repository. */
  static Optional<String> resolve(String folder, String relative) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder + "/" + relative).split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return Optional.empty();
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  /** Whether the file or folder is that folder, or lies in it. */
  static boolean isInside(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }

  static String parentOf(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** For people. */
  static String shown(String folder) {
    return folder.isEmpty() ? "the repository's root" : folder;
  }
}
