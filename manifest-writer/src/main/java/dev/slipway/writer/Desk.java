package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a decision looks at: the branch's files, the configuration, what is known.
 *
 * @param environments every environment of this repository and branch
 */
record Desk(
    Snapshot snapshot,
    RepositoryConfiguration configuration,
    List<Environment> environments,
    BranchState state,
    EnvironmentFiles files,
    Map<EnvironmentName, List<Place>> read) {

  static Desk of(
      Snapshot snapshot,
      RepositoryConfiguration configuration,
      List<Environment> environments,
      BranchState state,
      EnvironmentFiles files) {
    return new Desk(snapshot, configuration, environments, state, files, new HashMap<>());
  }

  /** Where this image's version stands in the environment's files. */
  List<Place> places(Environment environment, String image) {
    return read
        .computeIfAbsent(
            environment.name(), _ -> files.places(snapshot, environment, configuration))
        .stream()
        .filter(place -> place.image().equals(image))
        .toList();
  }

  Optional<Environment> environment(EnvironmentName name) {
    return environments.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /** The image of that name, as the environment follows it or as the repository declares it. */
  Optional<FollowedImage> image(Environment environment, String name) {
    return environment.follow().stream()
        .filter(image -> image.name().equals(name))
        .findFirst()
        .or(
            () ->
                configuration.images().stream()
                    .map(WatchedImage::image)
                    .filter(image -> image.name().equals(name))
                    .findFirst());
  }

  List<String> imageNames() {
    return configuration.images().stream().map(image -> image.image().name()).toList();
  }
}
