package dev.slipway.applier.render;

import dev.slipway.applier.Folder;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.kustomize.Kustomize;
import dev.slipway.applier.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What lies in an environment's folder.
 *
 * @param plain YAML files that belong to no kustomization and to no chart
 * @param kustomizations folders with a kustomization file, those below another's left out
 * @param charts folders with a {@code Chart.yaml}, likewise
 */
record Layout(List<SourceFile> plain, List<String> kustomizations, List<String> charts) {
  private static final String OWN_CONFIGURATION = "slipway.yaml";

  static Layout of(Folder folder, String path) {
    List<SourceFile> files = folder.files().stream().filter(file -> !isHidden(file, path)).toList();
    Set<String> kustomizations = new TreeSet<>();
    Set<String> charts = new TreeSet<>();
    for (SourceFile file : files) {
      if (Kustomize.isKustomization(file)) {
        kustomizations.add(parent(file.path()));
      } else if (file.fileName().equals("Chart.yaml")) {
        charts.add(parent(file.path()));
      }
    }
    Set<String> whole = new TreeSet<>(kustomizations);
    whole.addAll(charts);
    if (whole.isEmpty()) {
      return new Layout(files.stream().filter(Manifests::isYaml).toList(), List.of(), List.of());
    }
    List<SourceFile> plain = new ArrayList<>();
    for (SourceFile file : files) {
      if (Manifests.isYaml(file) && !isWithin(parent(file.path()), whole)) {
        plain.add(file);
      }
    }
    return new Layout(plain, topmost(kustomizations, whole), topmost(charts, whole));
  }

  private static List<String> topmost(Set<String> folders, Set<String> whole) {
    return folders.stream().filter(one -> one.isEmpty() || !isWithin(parent(one), whole)).toList();
  }

  /** Whether that folder, or one above it, is one of these. */
  private static boolean isWithin(String folder, Set<String> some) {
    String here = folder;
    while (!some.contains(here)) {
      if (here.isEmpty()) {
        return false;
      }
      here = parent(here);
    }
    return true;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static boolean isHidden(SourceFile file, String path) {
    String below = path.isEmpty() ? file.path() : file.path().substring(path.length() + 1);
    return below.startsWith(".") || below.contains("/.") || file.path().equals(OWN_CONFIGURATION);
  }
}
