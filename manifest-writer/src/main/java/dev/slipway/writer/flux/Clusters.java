package dev.slipway.writer.flux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which cluster reads which folder. A cluster's own folder is the one that a Kustomization there
 * syncs, itself included ({@code flux bootstrap} writes it so); what that folder's Kustomizations
 * sync belongs to the same cluster. Failing that, {@code clusters/NAME} is taken for what it says.
 */
final class Clusters {
  private record Synced(String folder, String from) {}

  private final Map<String, String> nameByFolder = new LinkedHashMap<>();
  private final List<Synced> synced = new ArrayList<>();

  Clusters(List<Overlays.Effective> objects) {
    Set<String> folders = new TreeSet<>();
    for (Overlays.Effective effective : objects) {
      path(effective.object())
          .ifPresent(
              path -> {
                if (isEntry(effective.object(), path)) {
                  folders.add(path);
                } else {
                  synced.add(new Synced(path, effective.folder()));
                }
              });
    }
    for (String folder : folders) {
      String last = folder.substring(folder.lastIndexOf('/') + 1);
      boolean unique =
          folders.stream().filter(f -> f.endsWith("/" + last) || f.equals(last)).count() == 1;
      nameByFolder.put(folder, unique ? last : folder);
    }
  }

  /** Whether this Kustomization syncs the folder that it lies in. */
  boolean isEntry(ManifestObject object, String path) {
    return object.kind().equals("FluxInstance") || Folders.isInside(object.file(), path);
  }

  private static Optional<String> path(ManifestObject object) {
    String field =
        switch (object.kind()) {
          case "Kustomization" -> "spec.path";
          case "FluxInstance" -> "spec.sync.path";
          default -> "";
        };
    if (field.isEmpty() || (object.at("spec.sync").isEmpty() && field.contains("sync"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Folders.parse(object.text(field).orElse("")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The clusters that read this folder; an empty name where none is known. */
  Set<String> of(String folder) {
    Set<String> found = new LinkedHashSet<>();
    collect(folder, new LinkedHashSet<>(), found);
    return found.isEmpty() ? Set.of(byConvention(folder)) : found;
  }

  private void collect(String folder, Set<String> seen, Set<String> found) {
    if (!seen.add(folder)) {
      return;
    }
    String closest = null;
    for (String entry : nameByFolder.keySet()) {
      if (Folders.isInside(folder, entry)
          && (closest == null || entry.length() > closest.length())) {
        closest = entry;
      }
    }
    if (closest != null) {
      found.add(String.valueOf(nameByFolder.get(closest)));
      return;
    }
    for (Synced one : synced) {
      if (Folders.isInside(folder, one.folder())) {
        collect(one.from(), seen, found);
      }
    }
    if (found.isEmpty() && !byConvention(folder).isEmpty()) {
      found.add(byConvention(folder));
    }
  }

  private static String byConvention(String folder) {
    String[] parts = folder.split("/", -1);
    return parts.length > 1 && parts[0].equals("clusters") ? parts[1] : "";
  }
}
