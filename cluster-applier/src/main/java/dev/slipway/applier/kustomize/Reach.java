package dev.slipway.applier.kustomize;

import dev.slipway.applier.Folder;
import dev.slipway.applier.Folder.Entry;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.kustomize.Kustomization.Reference;
import dev.slipway.applier.kustomize.Kustomization.Role;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Every file that a folder with a kustomization needs, wherever in the commit it lies. Nothing else
 * is handed to kustomize.
 *
 * @param files in the order of their paths
 * @param generated the paths of those whose content goes into a ConfigMap or a Secret
 * @param leavesItsRoot whether a file is taken from outside the folder that names it, as Flux
 *     allows
 */
record Reach(List<SourceFile> files, Set<String> generated, boolean leavesItsRoot) {
  static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final Pattern REMOTE =
      Pattern.compile(
          "^[a-zA-Z][a-zA-Z0-9+.-]*://.*|^[a-z]+::.*|^[\\w.-]+@[\\w.-]+:.*"
              + "|^(?:github\\.com|gitlab\\.com|bitbucket\\.org)[/:].*|.*[?&](?:ref|version)=.*");

  /**
   * Finds them.
   *
   * @throws RefusedException naming the file and what it refers to: something remote, a link,
   *     outside the repository, or absent
   */
  static Reach of(String directory, Folder folder, KustomizationFiles kustomizations) {
    Search search = new Search(folder, kustomizations);
    search.directory(directory);
    if (search.leavesItsRoot && search.hasPlugins) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          "%s takes files from outside its folder and configures generators or transformers of its"
                  .formatted(kustomizations.path(directory, folder))
              + " own; only one of the two is possible. Nothing was applied");
    }
    return new Reach(
        List.copyOf(search.files.values()), Set.copyOf(search.generated), search.leavesItsRoot);
  }

  /**
   * The path that a value of a kustomization in that folder means.
   *
   * @throws RefusedException where it leads out of the repository
   */
  static String resolve(SourceFile by, String directory, String value) {
    return Search.resolve(by, directory, value);
  }

  private static final class Search {
    private final Folder folder;
    private final KustomizationFiles kustomizations;
    private final Map<String, SourceFile> files = new TreeMap<>(Comparator.naturalOrder());
    private final Set<String> generated = new HashSet<>();
    private final Set<String> directories = new HashSet<>();
    private boolean leavesItsRoot;
    private boolean hasPlugins;

    private Search(Folder folder, KustomizationFiles kustomizations) {
      this.folder = folder;
      this.kustomizations = kustomizations;
    }

    private void directory(String directory) {
      if (!directories.add(directory)) {
        return;
      }
      for (SourceFile file : kustomizations.in(directory, folder)) {
        files.put(file.path(), file);
        follow(file, directory, kustomizations.read(file, folder));
      }
    }

    private void follow(SourceFile file, String directory, Kustomization kustomization) {
      hasPlugins |= kustomization.hasPlugins();
      for (Reference reference : kustomization.references()) {
        follow(file, directory, reference);
      }
    }

    private void follow(SourceFile by, String directory, Reference reference) {
      String value = reference.value();
      boolean mayBeText = reference.role() == Role.FILE_OR_TEXT || reference.role() == Role.PLUGIN;
      if (mayBeText && value.contains("\n")) {
        if (reference.role() == Role.PLUGIN) {
          kustomizations.inline(by, value).forEach(config -> follow(by, directory, config));
        }
        return;
      }
      String path = resolve(by, directory, value);
      switch (folder.find(path)) {
        case Entry.File(SourceFile file) -> {
          files.put(path, file);
          leavesItsRoot |= !(directory.isEmpty() || path.startsWith(directory + "/"));
          if (reference.role() == Role.GENERATED) {
            generated.add(path);
          }
          if (reference.role() == Role.PLUGIN) {
            kustomizations.plugins(file, folder).forEach(config -> follow(file, directory, config));
          }
        }
        case Entry.Directory _ -> inDirectory(by, path, reference);
        case Entry.Elsewhere _ ->
            throw refused(
                RolloutFailure.NOT_SUPPORTED,
                by,
                value,
                "is a symbolic link or a submodule, which is never followed");
        case Entry.Absent _ -> {
          if (reference.role() != Role.FILE_OR_TEXT) {
            refuseRemote(by, value);
            throw refused(RolloutFailure.RENDER_FAILED, by, value, "is not in the commit");
          }
        }
      }
    }

    private void inDirectory(SourceFile by, String path, Reference reference) {
      if (reference.role() != Role.RESOURCE && reference.role() != Role.PLUGIN) {
        throw refused(
            RolloutFailure.RENDER_FAILED, by, reference.value(), "is a folder, not a file");
      }
      if (kustomizations.in(path, folder).isEmpty()) {
        throw refused(
            RolloutFailure.RENDER_FAILED,
            by,
            reference.value(),
            "is a folder without a kustomization file");
      }
      directory(path);
    }

    static String resolve(SourceFile by, String directory, String value) {
      refuseAbsolute(by, value);
      List<String> parts = new ArrayList<>(directory.isEmpty() ? List.of() : split(directory));
      for (String part : split(value)) {
        switch (part) {
          case "", "." -> {}
          case ".." -> {
            if (parts.isEmpty()) {
              refuseRemote(by, value);
              throw refused(RolloutFailure.NOT_SUPPORTED, by, value, "leads out of the repository");
            }
            parts.removeLast();
          }
          default -> parts.add(part);
        }
      }
      return String.join("/", parts);
    }

    private static void refuseAbsolute(SourceFile by, String value) {
      if (value.startsWith("/") || value.indexOf('\0') >= 0) {
        throw refused(RolloutFailure.NOT_SUPPORTED, by, value, "leads out of the repository");
      }
      if (value.contains("://")) {
        refuseRemote(by, value);
      }
    }

    private static List<String> split(String path) {
      return List.of(path.split("/"));
    }

    private static void refuseRemote(SourceFile by, String value) {
      if (REMOTE.matcher(value).matches()) {
        throw refused(
            RolloutFailure.NOT_SUPPORTED,
            by,
            withoutCredentials(value),
            "is remote: whoever controls it would control the cluster. Copy it into the"
                + " repository");
      }
    }

    private static String withoutCredentials(String url) {
      return url.replaceFirst("://[^/@]*@", "://").replaceFirst("\\?.*", "");
    }

    private static RefusedException refused(
        RolloutFailure reason, SourceFile by, String value, String problem) {
      return new RefusedException(
          reason,
          "%s names '%s', which %s; nothing was applied".formatted(by.path(), value, problem));
    }
  }
}
