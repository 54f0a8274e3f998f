package dev.slipway.writer.offline;

import dev.slipway.events.Environment;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Kustomization;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.files.EnvironmentFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What in environments' folders would keep a rollout away, before anybody commits it. */
final class EnvironmentFolders {
  private final ManifestEditor editor = new ManifestEditor();
  private final WorkingTree tree;
  private final Set<String> charts = new HashSet<>();
  private final Set<String> drawnTogether = new HashSet<>();

  EnvironmentFolders(WorkingTree tree) {
    this.tree = tree;
    for (FileName file : tree.manifests()) {
      if (file.lastPart().equals("Chart.yaml")) {
        charts.add(folderOf(file.value()) + "templates/");
      }
      if (Kustomization.isOne(file)) {
        drawnTogether.add(file.value());
        for (String reference : Kustomization.read(tree.read(file)).references()) {
          drawnTogether.add(
              Path.of(folderOf(file.value())).resolve(reference).normalize().toString());
        }
      }
    }
  }

  /** Of the environments that lie in this branch: one in another is not here to be read. */
  List<String> problems(List<Environment> environments) {
    List<String> problems = new ArrayList<>();
    environments.stream()
        .filter(environment -> environment.branch().equals(Validation.BRANCH))
        .forEach(environment -> problems.addAll(problems(environment)));
    return problems;
  }

  /** Whether none of them can have the file. One that lies in another branch may. */
  boolean areAllWithout(FileName file, List<Environment> environments) {
    return !environments.isEmpty()
        && !drawnTogether.contains(file.value())
        && environments.stream()
            .allMatch(
                environment ->
                    environment.branch().equals(Validation.BRANCH)
                        && !EnvironmentFiles.isInside(file.value(), environment.path()));
  }

  private List<String> problems(Environment environment) {
    String folder = environment.path().isEmpty() ? "" : environment.path() + "/";
    if (!tree.hasFolder(environment.path())) {
      return List.of(
          "environment "
              + environment.name()
              + ": there is no folder '"
              + environment.path()
              + "': nothing can be applied there");
    }
    boolean isKustomized =
        Stream.of("kustomization.yaml", "kustomization.yml", "Kustomization")
            .anyMatch(name -> tree.find(folder + name).isPresent());
    return Stream.concat(
            tree.linksLeadingOut().stream()
                .filter(file -> file.value().startsWith(folder))
                .map(file -> file + ": a symbolic link out of the repository: it is never read"),
            tree.manifests().stream()
                .filter(file -> file.value().startsWith(folder))
                .filter(file -> !isKustomized || drawnTogether.contains(file.value()))
                .filter(file -> charts.stream().noneMatch(file.value()::startsWith))
                .flatMap(
                    file ->
                        editor
                            .unreadable(tree.read(file))
                            .map(refusal -> refusal.in(file))
                            .stream()))
        .toList();
  }

  private static String folderOf(String file) {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }
}
