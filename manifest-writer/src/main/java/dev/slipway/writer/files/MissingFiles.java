package dev.slipway.writer.files;

import dev.slipway.writer.Snapshot;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Obstacle.Weight;
import dev.slipway.writer.edit.Refusal;
import dev.slipway.writer.edit.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is no file where an environment should have one. */
public final class MissingFiles {
  private final EnvironmentManifests manifests;

  MissingFiles(EnvironmentManifests manifests) {
    this.manifests = manifests;
  }

  /**
   * Configured targets whose file is not there, or not this environment's, and links that stand
   * where files should.
   */
  List<FoundPlaces.Obstacle> obstacles() {
    List<FoundPlaces.Obstacle> obstacles = new ArrayList<>();
    Snapshot snapshot = manifests.snapshot();
    String folder = manifests.environment().path();
    for (ConfiguredTarget target : manifests.sought().configuration().targets()) {
      FileName file = target.file();
      if (manifests.files().containsKey(file)) {
        continue;
      }
      obstacles.add(
          EnvironmentFiles.isInside(file.value(), folder)
              ? new FoundPlaces.Obstacle(target.image(), file, missing(file), Weight.BLOCKS)
              : new FoundPlaces.Obstacle(target.image(), file, outside(folder), Weight.HINT));
    }
    remoteReferences().forEach(obstacles::add);
    for (String link : manifests.isDiscovering() ? snapshot.links(folder) : List.<String>of()) {
      FileName file = FileName.parse(link);
      if (EnvironmentManifests.isManifest(link)) {
        obstacles.add(new FoundPlaces.Obstacle(null, file, linked(file), Weight.HINT));
      }
    }
    return obstacles;
  }

  /** Hints: they say why nothing was found here, where nothing was. */
  private List<FoundPlaces.Obstacle> remoteReferences() {
    List<FoundPlaces.Obstacle> obstacles = new ArrayList<>();
    manifests
        .remoteReferences()
        .forEach(
            (file, references) ->
                obstacles.add(
                    new FoundPlaces.Obstacle(null, file, elsewhere(references), Weight.HINT)));
    return obstacles;
  }

  private static Refusal elsewhere(List<String> references) {
    return new Refusal(
        RefusalReason.FOREIGN_FILE,
        0,
        "nothing here says which version runs, and "
            + String.join(" and ", references)
            + " belongs to another repository, which is never written to from here: say the version"
            + " in this file, with images: and newTag");
  }

  /** Another environment's, or nobody's: the second only shows where nothing else was found. */
  private static Refusal outside(String folder) {
    return new Refusal(
        RefusalReason.FILE_NOT_FOUND,
        0,
        "targets in slipway.yaml names this file, but it lies outside of "
            + folder
            + ", and no kustomization there takes it in: name a file of this environment");
  }

  private Refusal missing(FileName file) {
    Optional<String> submodule = manifests.snapshot().submodule(file.value());
    if (submodule.isPresent()) {
      return foreign(submodule.get());
    }
    return manifests.snapshot().link(file.value()).isPresent()
        ? linked(file)
        : new Refusal(
            RefusalReason.FILE_NOT_FOUND,
            0,
            "there is no such file, but targets in slipway.yaml names it: correct it there");
  }

  /** A file of the submodule in that folder. */
  public static Refusal foreign(String submodule) {
    return new Refusal(
        RefusalReason.FOREIGN_FILE,
        0,
        "the file belongs to another repository, the submodule "
            + submodule
            + ": say the version in a file of this one, or track that repository too");
  }

  private Refusal linked(FileName file) {
    return new Refusal(
        RefusalReason.SYMBOLIC_LINK,
        0,
        "the file is a symbolic link to "
            + manifests.snapshot().link(file.value()).orElse("another")
            + ", and links are never followed: name the file itself, or put it there");
  }
}
