package dev.slipway.writer.flux;

import dev.slipway.events.Environment;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.configuration.RepositoryConfiguration.Automated;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a repository's Flux objects. Remembers files by their content, so that reading again after
 * a commit costs what changed. For one thread at a time.
 */
public final class FluxReader {
  private static final String DEFAULT_CLUSTER = "default";
  private static final String DEFAULT_NAMESPACE = "default";

  private final ManifestFiles manifests = new ManifestFiles();
  private final boolean mayPropose;

  /** Reads for a writer that cannot ask people to merge. */
  public FluxReader() {
    this(false);
  }

  /**
   * Reads for a writer.
   *
   * @param mayPropose whether it can ask people to merge what an automation pushes elsewhere
   */
  public FluxReader(boolean mayPropose) {
    this.mayPropose = mayPropose;
  }

  /** Everything that the files say, as the repository's branch. */
  public FluxReading read(RepositoryFiles files, GitRepository source, GitBranch branch) {
    return new Turn(files, source, branch).read();
  }

  private final class Turn {
    private final RepositoryFiles files;
    private final GitRepository source;
    private final GitBranch branch;
    private final Findings findings = new Findings();
    private final Map<String, RepositoryFiles.Entry> byPath = new TreeMap<>();
    private final Map<String, Set<String>> markers = new LinkedHashMap<>();
    private final Set<String> fluxOnly = new LinkedHashSet<>();

    /** All but the kustomizations: these only say what comes from where. */
    private final Set<String> tangible = new LinkedHashSet<>();

    Turn(RepositoryFiles files, GitRepository source, GitBranch branch) {
      this.files = files;
      this.source = source;
      this.branch = branch;
    }

    FluxReading read() {
      boolean any = false;
      boolean unreadable = false;
      for (RepositoryFiles.Entry file : files.all()) {
        if (!ManifestFiles.isManifest(file)) {
          continue;
        }
        byPath.put(file.path(), file);
        ManifestFiles.Contents contents = manifests.of(file, files);
        any |= !contents.objects().isEmpty() || contents.problem() != null;
        unreadable |= contents.problem() != null;
        note(file, contents);
      }
      if (!any) {
        return FluxReading.NONE;
      }
      return evaluate(unreadable);
    }

    private void note(RepositoryFiles.Entry file, ManifestFiles.Contents contents) {
      ConfigurationProblem problem = contents.problem();
      if (problem != null) {
        findings.problem(problem);
      }
      ConfigurationProblem limit = contents.limit();
      if (limit != null) {
        findings.limit(limit);
      }
      if (!contents.markers().isEmpty()) {
        markers.put(file.path(), contents.markers());
      }
      boolean kustomization = ManifestFiles.isKustomization(file);
      if (contents.onlyFlux()
          || problem != null
          || (kustomization && contents.documents().stream().noneMatch(Overlays::addsMore))) {
        fluxOnly.add(file.path());
      }
      if (!kustomization || !contents.objects().isEmpty()) {
        tangible.add(file.path());
      }
    }

    private FluxReading evaluate(boolean unreadable) {
      Overlays overlays = new Overlays(byPath, files, manifests, findings);
      List<Overlays.Effective> effective = overlays.effective();
      Clusters clusters = new Clusters(effective);
      List<Placed> objects = placed(effective, clusters);
      Sources sources = new Sources(objects, clusters, source, branch);
      List<ImageObjects.Policy> policies = new ImageObjects(objects, findings).policies();
      List<Automation> automations =
          new AutomationReader(sources, findings, mayPropose).read(objects);
      Reach reach = new Reach(byPath.keySet(), overlays.brought());
      List<SyncedFolder> folders =
          apart(
              new SyncedFolderReader(
                      clusters,
                      sources,
                      findings,
                      branch,
                      this::hasFiles,
                      folder -> holdsOnlyFlux(folder, reach))
                  .read(objects));
      Map<String, FollowedImage> images = images(policies);
      var coverage = new Coverage(policies, automations, markers, reach, images, findings);
      FolderOrder order = new FolderOrder(folders, findings);
      List<Environment> environments = new ArrayList<>();
      List<Automated> automated = new ArrayList<>();
      for (SyncedFolder folder : folders) {
        List<Coverage.Covered> covered = coverage.of(folder);
        covered.forEach(each -> automated.add(each.automated()));
        environments.add(
            environment(
                folder,
                order.of(folder),
                covered.stream()
                    .filter(each -> each.automated().suspendedBecause() == null)
                    .map(Coverage.Covered::image)
                    .toList()));
      }
      if (findings.broken().isEmpty() && !unreadable) {
        coverage.sayWhatNobodyEdits(folders);
      }
      return new FluxReading(
          true,
          List.copyOf(images.values()),
          environments,
          automated,
          findings.problems(),
          findings.limits(),
          broken(effective, clusters),
          unreadable);
    }

    private List<Placed> placed(List<Overlays.Effective> effective, Clusters clusters) {
      Map<String, List<Placed>> byIdentity = new LinkedHashMap<>();
      for (Overlays.Effective each : effective) {
        ManifestObject object = each.object();
        var wrong = FluxApi.versionProblem(object);
        if (wrong.isPresent()) {
          findings.problem(object, "apiVersion", wrong.get());
        } else if (object.name().isEmpty()) {
          findings.problem(object, "metadata", "'metadata.name' is missing");
        } else if (object.at("spec").isEmpty()) {
          findings.problem(object, "", "'spec' is missing");
        } else {
          for (String cluster : clusters.of(each.folder())) {
            Placed placed = new Placed(object, cluster);
            byIdentity.computeIfAbsent(placed.identity(), _ -> new ArrayList<>()).add(placed);
          }
        }
      }
      List<Placed> objects = new ArrayList<>();
      byIdentity.values().forEach(same -> objects.addAll(withoutTwins(same)));
      return objects;
    }

    /** One and the same file may come twice; two that differ leave open which one counts. */
    private List<Placed> withoutTwins(List<Placed> same) {
      Placed first = same.getFirst();
      String place = first.object().place("");
      if (same.stream().allMatch(each -> each.object().place("").equals(place))) {
        return List.of(first);
      }
      for (Placed each : same) {
        List<String> others =
            same.stream()
                .map(other -> other.object().place(""))
                .filter(other -> !other.equals(each.object().place("")))
                .distinct()
                .toList();
        findings.problem(
            each.object(),
            "",
            "is declared more than once (also "
                + String.join(", ", others)
                + ") and none of them is followed"
                + (first.cluster().isEmpty()
                    ? "; if they are for different clusters, put each cluster's objects into"
                        + " clusters/NAME"
                    : ""));
      }
      return List.of();
    }

    /** A folder inside another that is applied whole belongs to that one. */
    private List<SyncedFolder> apart(List<SyncedFolder> folders) {
      List<SyncedFolder> apart = new ArrayList<>();
      for (SyncedFolder folder : folders) {
        var outer =
            folders.stream()
                .filter(other -> !other.path().equals(folder.path()))
                .filter(other -> other.branch().equals(folder.branch()))
                .filter(other -> other.placed().cluster().equals(folder.placed().cluster()))
                .filter(other -> Folders.isInside(folder.path(), other.path()))
                .filter(other -> !hasKustomization(other.path()))
                .findFirst();
        if (outer.isPresent()) {
          findings.limit(
              folder.placed().object(),
              "spec.path",
              "lies in the folder of "
                  + outer.get().placed().object()
                  + ", which is applied whole: it is part of the environment "
                  + outer.get().name());
        } else {
          apart.add(folder);
        }
      }
      return apart;
    }

    private boolean hasKustomization(String folder) {
      return byPath.values().stream()
          .anyMatch(file -> file.folder().equals(folder) && ManifestFiles.isKustomization(file));
    }

    /** By name; where clusters differ in the policy, the first stands for the name. */
    private Map<String, FollowedImage> images(List<ImageObjects.Policy> policies) {
      Map<String, FollowedImage> images = new LinkedHashMap<>();
      for (ImageObjects.Policy policy : policies) {
        FollowedImage first = images.putIfAbsent(policy.image().name(), policy.image());
        if (first != null && !first.repository().equals(policy.image().repository())) {
          findings.problem(
              policy.placed().object(),
              "spec.imageRepositoryRef",
              "chooses versions of "
                  + policy.image().repository()
                  + " here and of "
                  + first.repository()
                  + " in another cluster: give one of the policies another name");
        }
      }
      return images;
    }

    private Environment environment(
        SyncedFolder folder, List<EnvironmentName> needed, List<FollowedImage> follow) {
      String cluster = folder.placed().cluster();
      return new Environment(
          folder.name(),
          source,
          folder.branch(),
          folder.path(),
          folder.branch().equals(branch),
          cluster.isEmpty() ? DEFAULT_CLUSTER : cluster,
          DEFAULT_NAMESPACE,
          follow,
          null,
          null,
          true,
          null,
          null,
          folder.heldBecause(),
          needed.isEmpty() ? null : rules(needed));
    }

    private static ApplyRules rules(List<EnvironmentName> needed) {
      ApplyRules usual = ApplyRules.DEFAULT;
      return new ApplyRules(
          usual.mode(),
          usual.force(),
          usual.recreate(),
          usual.prune(),
          usual.drift(),
          null,
          null,
          needed);
    }

    private Set<String> broken(List<Overlays.Effective> effective, Clusters clusters) {
      Set<String> names = new LinkedHashSet<>();
      for (ManifestObject object : findings.broken()) {
        Set<String> folders = new LinkedHashSet<>(Set.of(Folders.parentOf(object.file())));
        effective.stream()
            .filter(each -> each.object().file().equals(object.file()))
            .forEach(each -> folders.add(each.folder()));
        if (object.kind().equals("Kustomization")) {
          folders.stream()
              .flatMap(folder -> clusters.of(folder).stream())
              .flatMap(cluster -> SyncedFolderReader.nameOf(new Placed(object, cluster)).stream())
              .forEach(name -> names.add(name.toString()));
        }
      }
      return names;
    }

    private boolean hasFiles(String folder) {
      return byPath.keySet().stream().anyMatch(path -> Folders.isInside(path, folder));
    }

    /** A folder of which only a kustomization is known may hold anything: it is for the cluster. */
    private boolean holdsOnlyFlux(String folder, Reach reach) {
      return reach.files(folder).allMatch(fluxOnly::contains)
          && reach.files(folder).anyMatch(tangible::contains);
    }
  }
}
