package dev.slipway.writer.files;

import dev.slipway.events.Environment;
import dev.slipway.writer.Snapshot;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Kustomization;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what an environment's folder reaches through its kustomizations and HelmReleases, outside
 * of itself too. Remembers; for one thread at a time.
 */
final class EnvironmentReach {
  private static final int REMEMBERED = 20_000;
  private static final Pattern REMOTE =
      Pattern.compile("^[\\w.+-]+::|://|^git@|^(?:github|gitlab|bitbucket)\\.\\w+/|[?&]ref=");

  /**
   * What a folder reaches.
   *
   * @param outside the manifests outside of the folder, in the order found
   * @param below for each kustomization all manifests that it draws together, its own file not
   * @param outsideState what stands for each outside file's and folder's content
   */
  record Reach(
      List<Snapshot.File> outside,
      Map<Snapshot.File, Set<FileName>> below,
      Map<String, String> outsideState) {}

  private record Known(String folder, Reach reach) {}

  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, Kustomization> kustomizations = FileReadings.remembering(REMEMBERED);
  private final ChartReferences charts = new ChartReferences();

  Reach of(Snapshot snapshot, Environment environment) {
    String path = environment.path();
    String folder = snapshot.fingerprint(path).orElse("absent");
    Known last = known.get(path);
    if (last != null
        && last.folder().equals(folder)
        && last.reach().outsideState().entrySet().stream()
            .allMatch(entry -> state(snapshot, entry.getKey()).equals(entry.getValue()))) {
      return last.reach();
    }
    Reach reach = new Walk(snapshot, path).reach();
    known.put(path, new Known(folder, reach));
    return reach;
  }

  Kustomization read(Snapshot snapshot, Snapshot.File file) {
    return kustomizations.computeIfAbsent(
        file.content(), _ -> Kustomization.read(snapshot.read(file)));
  }

  /** What stands for the folder and all that it reaches; empty where there is no such folder. */
  Optional<String> fingerprint(Snapshot snapshot, Environment environment) {
    Map<String, String> outside = of(snapshot, environment).outsideState();
    return snapshot
        .fingerprint(environment.path())
        .map(folder -> outside.isEmpty() ? folder : folder + outside);
  }

  private static String state(Snapshot snapshot, String path) {
    return snapshot
        .fingerprint(path)
        .or(() -> snapshot.file(path).map(Snapshot.File::content))
        .orElse("absent");
  }

  private final class Walk {
    private final Snapshot snapshot;
    private final String folder;
    private final Map<Snapshot.File, Set<FileName>> below = new LinkedHashMap<>();
    private final Map<String, Snapshot.File> outside = new LinkedHashMap<>();
    private final Map<String, String> outsideState = new LinkedHashMap<>();

    Walk(Snapshot snapshot, String folder) {
      this.snapshot = snapshot;
      this.folder = folder;
    }

    Reach reach() {
      for (Snapshot.File file : snapshot.files(folder)) {
        if (Kustomization.isOne(FileName.parse(file.path()))) {
          follow(file);
        }
        noteCharts(file);
      }
      List.copyOf(outside.values()).forEach(this::noteCharts);
      return new Reach(List.copyOf(outside.values()), below, outsideState);
    }

    /** A chart of this repository is part of what it is released to. */
    private void noteCharts(Snapshot.File file) {
      for (String chart : charts.in(snapshot, file)) {
        resolve("", chart)
            .filter(path -> !EnvironmentFiles.isInside(path, folder))
            .ifPresent(path -> outsideState.put(path, state(snapshot, path)));
      }
    }

    private void follow(Snapshot.File start) {
      Set<FileName> reached = new LinkedHashSet<>();
      below.put(start, reached); // first: kustomizations may draw each other together
      Set<String> seen = new LinkedHashSet<>();
      Deque<Snapshot.File> open = new ArrayDeque<>(List.of(start));
      while (!open.isEmpty()) {
        Snapshot.File kustomization = open.pop();
        if (!seen.add(kustomization.path())) {
          continue;
        }
        for (String reference : read(snapshot, kustomization).references()) {
          resolve(kustomization.path(), reference).ifPresent(path -> reach(path, reached, open));
        }
      }
    }

    private void reach(String path, Set<FileName> reached, Deque<Snapshot.File> open) {
      boolean isOutside = !EnvironmentFiles.isInside(path, folder) && !path.equals(folder);
      if (isOutside) {
        outsideState.put(path, state(snapshot, path));
      }
      Optional<Snapshot.File> file = snapshot.file(path);
      List<Snapshot.File> found = new ArrayList<>();
      file.ifPresent(found::add);
      if (file.isEmpty()) {
        kustomizationIn(path)
            .ifPresent(
                inner -> {
                  found.add(inner);
                  open.push(inner);
                  if (isOutside && !below.containsKey(inner)) {
                    follow(inner);
                  }
                });
      }
      for (Snapshot.File one : found) {
        reached.add(FileName.parse(one.path()));
        if (isOutside) {
          outside.putIfAbsent(one.path(), one);
        }
      }
    }

    private Optional<Snapshot.File> kustomizationIn(String path) {
      String prefix = path.isEmpty() ? "" : path + "/";
      return snapshot
          .file(prefix + "kustomization.yaml")
          .or(() -> snapshot.file(prefix + "kustomization.yml"))
          .or(() -> snapshot.file(prefix + "Kustomization"));
    }
  }

  /** Whether a kustomization means another repository's files by it. */
  static boolean isRemote(String reference) {
    return REMOTE.matcher(reference).find();
  }

  /** The path from the repository's root; empty where it leads out of it, or to another host. */
  private static Optional<String> resolve(String from, String reference) {
    if (isRemote(reference) || reference.startsWith("/")) {
      return Optional.empty();
    }
    Deque<String> parts = new ArrayDeque<>();
    int slash = from.lastIndexOf('/');
    String joined = (slash < 0 ? "" : from.substring(0, slash + 1)) + reference;
    for (String part : joined.split("/", -1)) {
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
}
