package dev.slipway.writer.flux;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitBranch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads {@code Kustomization}s of Flux. */
final class SyncedFolderReader {
  /** What would change the objects that are applied: without it they would be the wrong ones. */
  private static final Map<String, String> HOLDING = new LinkedHashMap<>();

  /** What can be left out without applying anything wrong. */
  private static final Map<String, String> HARMLESS = new LinkedHashMap<>();

  static {
    HOLDING.put("kubeConfig", "the Secret with the other cluster's access is not read");
    HOLDING.put("targetNamespace", "objects are not moved into another namespace");
    HOLDING.put("postBuild", "variables are not substituted");
    for (String field :
        List.of(
            "patches",
            "patchesStrategicMerge",
            "patchesJson6902",
            "images",
            "components",
            "namePrefix",
            "nameSuffix")) {
      HOLDING.put(field, "write it into a kustomization.yaml in the folder");
    }
    HARMLESS.put(
        "decryption",
        "the keys stay in the cluster; files encrypted by SOPS are decrypted with the keys that the"
            + " cluster-applier was given");
    HARMLESS.put("force", "an object whose immutable field changed is refused, not replaced");
    HARMLESS.put("serviceAccountName", "the cluster-applier's own account applies");
    HARMLESS.put("commonMetadata", "no labels and annotations are added");
    HARMLESS.put("healthCheckExprs", "a rollout is judged by Slipway's own rules");
    HARMLESS.put("deletionPolicy", "an environment that is taken out leaves its objects in place");
  }

  private final Clusters clusters;
  private final Sources sources;
  private final Findings findings;
  private final GitBranch here;
  private final Predicate<String> hasFiles;
  private final Predicate<String> holdsOnlyFlux;

  /**
   * A reader.
   *
   * @param here the branch that is read
   * @param hasFiles whether a folder holds anything
   * @param holdsOnlyFlux whether everything in a folder is Flux's own, so that nothing is applied
   */
  SyncedFolderReader(
      Clusters clusters,
      Sources sources,
      Findings findings,
      GitBranch here,
      Predicate<String> hasFiles,
      Predicate<String> holdsOnlyFlux) {
    this.clusters = clusters;
    this.sources = sources;
    this.findings = findings;
    this.here = here;
    this.hasFiles = hasFiles;
    this.holdsOnlyFlux = holdsOnlyFlux;
  }

  static Optional<EnvironmentName> nameOf(Placed placed) {
    String name =
        (placed.cluster().isEmpty() ? "" : placed.cluster() + "/")
            + placed.object().qualifiedName();
    try {
      return Optional.of(EnvironmentName.parse(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  List<SyncedFolder> read(List<Placed> objects) {
    List<SyncedFolder> folders = new ArrayList<>();
    for (Placed placed : objects) {
      if (placed.is("Kustomization")) {
        read(placed).ifPresent(folders::add);
      }
    }
    return folders;
  }

  private Optional<SyncedFolder> read(Placed placed) {
    ManifestObject object = placed.object();
    Optional<EnvironmentName> name = nameOf(placed);
    if (name.isEmpty()) {
      findings.problem(object, "metadata.name", "its name cannot be an environment's");
      return Optional.empty();
    }
    String path;
    try {
      path = Folders.parse(object.text("spec.path").orElse(""));
    } catch (IllegalArgumentException e) {
      findings.problem(object, "spec.path", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (clusters.isEntry(object, path)) {
      if (!holdsOnlyFlux.test(path)) {
        findings.limit(
            object,
            "spec.path",
            "brings Flux's own objects, which are read and never applied, so that it is no"
                + " environment; what else lies in "
                + Folders.shown(path)
                + " is not applied either: give it a folder of its own");
      }
      return Optional.empty();
    }
    return switch (sources.of(placed)) {
      case Sources.Meaning.Elsewhere(String why) -> {
        findings.limit(object, "spec.sourceRef", "is no environment here: " + why);
        yield Optional.empty();
      }
      case Sources.Meaning.Here(GitBranch branch) -> {
        if (branch.equals(here) && !hasFiles.test(path)) {
          findings.problem(object, "spec.path", "there is no folder '" + path + "'");
          yield Optional.empty();
        }
        yield holdsOnlyFlux.test(path)
            ? Optional.empty()
            : Optional.of(folder(placed, name.get(), branch, path));
      }
    };
  }

  private SyncedFolder folder(Placed placed, EnvironmentName name, GitBranch branch, String path) {
    ManifestObject object = placed.object();
    List<String> held = new ArrayList<>();
    ImageObjects.suspended(object).ifPresent(held::add);
    HOLDING.forEach(
        (field, why) -> {
          if (object.at("spec." + field).isPresent()) {
            hold(object, field, why, held);
          }
        });
    if (object.text("spec.prune").equals(Optional.of("false"))) {
      hold(object, "prune", "what is taken out of Git would be deleted all the same", held);
    }
    HARMLESS.forEach(
        (field, why) -> {
          if (object.at("spec." + field).isPresent()
              && !object.text("spec." + field).equals(Optional.of("false"))) {
            findings.limit(object, "spec." + field, "'" + field + "' is not followed: " + why);
          }
        });
    return new SyncedFolder(
        placed, name, branch, path, held.isEmpty() ? null : String.join("; ", held));
  }

  private void hold(ManifestObject object, String field, String why, List<String> held) {
    findings.limit(
        object,
        "spec." + field,
        "cannot be honoured: '"
            + field
            + "': "
            + why
            + "; so its environment is declared and its images are updated in Git, but nothing of"
            + " it is applied");
    held.add(
        object
            + " asks for '"
            + field
            + "', which cannot be honoured ("
            + object.place("spec." + field)
            + ")");
  }
}
