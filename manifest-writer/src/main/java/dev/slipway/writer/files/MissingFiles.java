package dev.slipway.writer.files;

import dev.slipway.writer.Snapshot;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Obstacle.Weight;
import dev.slipway.writer.edit.Refusal;
import dev.slipway.writer.edit.RefusalReason;
import java.util.ArrayList;
import java.util.List;

/** What is no file where an environment should have one. */
final class MissingFiles {
  private final EnvironmentManifests manifests;

  MissingFiles(EnvironmentManifests manifests) {
    this.manifests = manifests;
  }

  /** Configured targets whose file is not there, and links that stand where files should. */
  List<FoundPlaces.Obstacle> obstacles() {
    List<FoundPlaces.Obstacle> obstacles = new ArrayList<>();
    Snapshot snapshot = manifests.snapshot();
    String folder = manifests.environment().path();
    for (ConfiguredTarget target : manifests.sought().configuration().targets()) {
      FileName file = target.file();
      if (!manifests.files().containsKey(file) && EnvironmentFiles.isInside(file.value(), folder)) {
        obstacles.add(new FoundPlaces.Obstacle(target.image(), file, missing(file), Weight.BLOCKS));
      }
    }
    for (String link : manifests.isDiscovering() ? snapshot.links(folder) : List.<String>of()) {
      FileName file = FileName.parse(link);
      if (EnvironmentManifests.isManifest(link)) {
        obstacles.add(new FoundPlaces.Obstacle(null, file, linked(file), Weight.HINT));
      }
    }
    return obstacles;
  }

  private Refusal missing(FileName file) {
    return manifests.snapshot().link(file.value()).isPresent()
        ? linked(file)
        : new Refusal(
            RefusalReason.FILE_NOT_FOUND,
            0,
            "there is no such file, but targets in slipway.yaml names it: correct it there");
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
