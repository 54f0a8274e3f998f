package dev.slipway.writer.files;

import dev.slipway.events.Environment;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.FoundValue;
import dev.slipway.writer.edit.Obstacle;
import dev.slipway.writer.edit.Obstacle.Weight;
import dev.slipway.writer.edit.Part;
import dev.slipway.writer.edit.Refusal;
import dev.slipway.writer.edit.RefusalReason;
import dev.slipway.writer.edit.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every value in an environment's files that says which version of an image it runs. */
final class EnvironmentPlaces {
  private final EnvironmentManifests manifests;
  private final SharedFiles shared;

  EnvironmentPlaces(EnvironmentManifests manifests, SharedFiles shared) {
    this.manifests = manifests;
    this.shared = shared;
  }

  FoundPlaces find() {
    List<Place> places = new ArrayList<>();
    List<Place> sharedPlaces = new ArrayList<>();
    List<FoundPlaces.Obstacle> obstacles = new ArrayList<>();
    manifests
        .files()
        .forEach(
            (file, reading) -> {
              List<Environment> others = shared.sharers(file);
              severalPolicies(file, reading, obstacles);
              for (Place place : places(file, reading)) {
                if (others.isEmpty() || place.target() instanceof Target.AtPath) {
                  places.add(place);
                } else if (shared.isFollowedAlike(place.image(), others)) {
                  sharedPlaces.add(place);
                } else {
                  obstacles.add(shared.refusal(place, others));
                }
              }
              reading.obstacles().stream()
                  .filter(obstacle -> others.isEmpty() || obstacle.weight() != Weight.REPORTED)
                  .flatMap(obstacle -> named(file, obstacle).stream())
                  .forEach(obstacles::add);
            });
    obstacles.addAll(new MissingFiles(manifests).obstacles());
    return new FoundPlaces(places, sharedPlaces, obstacles);
  }

  private List<Place> places(FileName file, FileReading reading) {
    List<Place> places = new ArrayList<>();
    for (FoundValue found : reading.values()) {
      manifests
          .place(file, found)
          .filter(place -> mayUse(file, found, place.image()))
          .ifPresent(places::add);
    }
    return places;
  }

  /** A value that nobody marked is used where it can only mean this image, and decides. */
  private boolean mayUse(FileName file, FoundValue found, String image) {
    return !(found.target() instanceof Target.Naming naming)
        || (manifests.isDiscovering()
            && manifests.isOnlyNameOf(naming.repository(), image)
            && doubts(file, found.target()).isEmpty()
            && manifests.overriding(file, found.value()).isEmpty());
  }

  private void severalPolicies(
      FileName file, FileReading reading, List<FoundPlaces.Obstacle> obstacles) {
    for (FoundValue found : reading.values()) {
      if (found.target() instanceof Target.Naming naming
          && manifests.isDiscovering()
          && !manifests.isOnlyNameOf(naming.repository(), naming.policy().image())) {
        String names = String.join(" and ", manifests.sought().namesOf(naming.repository()));
        Refusal refusal =
            new Refusal(
                RefusalReason.SEVERAL_POLICIES,
                found.line(),
                naming.repository()
                    + " is the repository of "
                    + names
                    + ", and nothing says which of them this value follows; put the marker #"
                    + " {\"$imagepolicy\": \"slipway:NAME"
                    + (found.part() == Part.REFERENCE ? "" : ":" + found.part())
                    + "\"} behind it");
        obstacles.add(
            new FoundPlaces.Obstacle(naming.policy().image(), file, refusal, Weight.HINT));
      }
    }
  }

  private List<Obstacle> doubts(FileName file, Target target) {
    FileReading reading = manifests.files().get(file);
    return reading == null
        ? List.of()
        : reading.obstacles().stream()
            .filter(obstacle -> target.equals(obstacle.target()))
            .toList();
  }

  private Optional<FoundPlaces.Obstacle> named(FileName file, Obstacle obstacle) {
    Target target = obstacle.target();
    if (target == null) {
      return Optional.of(
          new FoundPlaces.Obstacle(null, file, obstacle.refusal(), obstacle.weight()));
    }
    if (target instanceof Target.Naming naming
        && !(manifests.isDiscovering()
            && manifests.isOnlyNameOf(naming.repository(), naming.policy().image()))) {
      return Optional.empty();
    }
    return manifests
        .image(file, target)
        .map(image -> new FoundPlaces.Obstacle(image, file, obstacle.refusal(), obstacle.weight()));
  }
}
