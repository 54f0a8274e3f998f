package dev.slipway.writer.flux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which files a folder uses: its own, and those that its {@code kustomization.yaml}s bring from
 * elsewhere.
 */
final class Reach {
  private final Set<String> paths;
  private final Map<String, Set<String>> brought;
  private final Map<String, Set<String>> known = new LinkedHashMap<>();

  /**
   * Reaches through these.
   *
   * @param paths every file
   * @param brought what the kustomization of a folder names: files and folders
   */
  Reach(Set<String> paths, Map<String, Set<String>> brought) {
    this.paths = paths;
    this.brought = brought;
  }

  boolean reaches(String folder, String file) {
    return Folders.isInside(file, folder) || broughtTo(folder).contains(file);
  }

  /** Every file that the folder uses. */
  Stream<String> files(String folder) {
    return Stream.concat(
        paths.stream().filter(path -> Folders.isInside(path, folder)), broughtTo(folder).stream());
  }

  private Set<String> broughtTo(String folder) {
    return known.computeIfAbsent(folder, (Function<String, Set<String>>) this::outside);
  }

  private Set<String> outside(String folder) {
    Set<String> files = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(kustomizationsIn(folder));
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      if (!seen.add(next)) {
        continue;
      }
      for (String named : brought.getOrDefault(next, Set.of())) {
        if (paths.contains(named)) {
          files.add(named);
        } else if (!named.isEmpty()) {
          paths.stream().filter(path -> Folders.isInside(path, named)).forEach(files::add);
          open.addAll(kustomizationsIn(named));
        }
      }
    }
    return files;
  }

  private List<String> kustomizationsIn(String folder) {
    return brought.keySet().stream().filter(each -> Folders.isInside(each, folder)).toList();
  }
}
