package dev.slipway.writer.files;

import dev.slipway.events.Environment;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.writer.Snapshot;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Obstacle.Weight;
import dev.slipway.writer.edit.Refusal;
import dev.slipway.writer.edit.RefusalReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The files that an environment uses together with others. */
final class SharedFiles {
  private final Environment environment;
  private final Map<FileName, List<Environment>> sharers;

  SharedFiles(
      Snapshot snapshot, Environment environment, List<Environment> all, EnvironmentReach reach) {
    this.environment = environment;
    this.sharers = sharers(snapshot, environment, all, reach);
  }

  /** Those other environments that reach this file. */
  List<Environment> sharers(FileName file) {
    return sharers.getOrDefault(file, List.of());
  }

  private static Map<FileName, List<Environment>> sharers(
      Snapshot snapshot, Environment environment, List<Environment> all, EnvironmentReach reach) {
    Map<FileName, List<Environment>> sharers = new LinkedHashMap<>();
    List<Snapshot.File> outside = reach.of(snapshot, environment).outside();
    if (outside.isEmpty()) {
      return sharers;
    }
    for (Environment other : all) {
      if (!other.name().equals(environment.name())) {
        Set<String> theirs =
            reach.of(snapshot, other).outside().stream()
                .map(Snapshot.File::path)
                .collect(Collectors.toSet());
        for (Snapshot.File file : outside) {
          if (theirs.contains(file.path())
              || EnvironmentFiles.isInside(file.path(), other.path())) {
            sharers.computeIfAbsent(FileName.parse(file.path()), _ -> new ArrayList<>()).add(other);
          }
        }
      }
    }
    return sharers;
  }

  boolean isFollowedAlike(String image, List<Environment> others) {
    Optional<FollowedImage> here = followed(environment, image);
    return here.isPresent()
        && others.stream().allMatch(other -> followed(other, image).equals(here));
  }

  FoundPlaces.Obstacle refusal(Place place, List<Environment> others) {
    String names =
        others.stream().map(other -> other.name().toString()).collect(Collectors.joining(", "));
    return new FoundPlaces.Obstacle(
        place.image(),
        place.file(),
        new Refusal(
            RefusalReason.SHARED_FILE,
            place.line(),
            "the version of "
                + place.image()
                + " stands in a file that "
                + names
                + " uses too; say it for "
                + environment.name()
                + " alone, with images: and newTag in "
                + (environment.path().isEmpty() ? "" : environment.path() + "/")
                + "kustomization.yaml, or name this file under targets in slipway.yaml"),
        Weight.HINT);
  }

  private static Optional<FollowedImage> followed(Environment environment, String image) {
    return environment.follow().stream().filter(it -> it.name().equals(image)).findFirst();
  }
}
