package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.Automated;
import dev.slipway.writer.edit.Refusal;
import dev.slipway.writer.files.EnvironmentFiles;
import dev.slipway.writer.files.FoundPlaces;
import dev.slipway.writer.files.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a decision looks at: the branch's files, the configuration, what is known.
 *
 * @param environments every environment of this repository and branch
 * @param everywhere every environment that any repository declares
 */
public record Desk(
    Snapshot snapshot,
    RepositoryConfiguration configuration,
    List<Environment> environments,
    Function<EnvironmentName, Optional<Environment>> everywhere,
    BranchState state,
    EnvironmentFiles files,
    Map<EnvironmentName, FoundPlaces> read) {

  public static Desk of(
      Snapshot snapshot,
      RepositoryConfiguration configuration,
      List<Environment> environments,
      Function<EnvironmentName, Optional<Environment>> everywhere,
      BranchState state,
      EnvironmentFiles files) {
    return new Desk(
        snapshot, configuration, environments, everywhere, state, files, new HashMap<>());
  }

  /** Where this image's version stands in files that are the environment's own. */
  public List<Place> places(Environment environment, String image) {
    return of(environment, image, found(environment).places());
  }

  /**
   * Where a version that comes by itself goes: also into files that other environments use, where
   * all of them follow the image alike.
   */
  public List<Place> followedPlaces(Environment environment, String image) {
    FoundPlaces found = found(environment);
    List<Place> places = new ArrayList<>(of(environment, image, found.places()));
    places.addAll(of(environment, image, found.shared()));
    return places;
  }

  /** Whether people merge the image's new versions there themselves. */
  public boolean isProposed(EnvironmentName environment, String image) {
    return configuration.requestBranch(environment, image).isPresent();
  }

  /** Whether it asks to release a pin there. */
  public boolean unpinsProposed(Asked asked) {
    return asked.request() instanceof UnpinRequested unpin
        && isProposed(unpin.environment(), unpin.image());
  }

  public Optional<Waiting> waiting(EnvironmentName environment, String image, Candidate candidate) {
    return state.inbox().waiting().stream()
        .filter(waiting -> waiting.isFor(environment, image, candidate))
        .findFirst();
  }

  /** The order in which an image's versions are wanted. */
  public VersionOrder order(FollowedImage image) {
    return VersionOrder.of(image, state.tags());
  }

  /** What keeps updates of this image away; those that are nobody's too. */
  public List<FoundPlaces.Obstacle> obstacles(EnvironmentName environment, String image) {
    return environment(environment).stream()
        .flatMap(known -> found(known).obstacles().stream())
        .filter(obstacle -> obstacle.image() == null || obstacle.image().equals(image))
        .toList();
  }

  /** Says why there is no place for the image. */
  public UpdateDeclined noPlace(
      Environment environment, FollowedImage image, @Nullable ImageReference candidate) {
    return obstacles(environment.name(), image.name()).stream()
        .max(Comparator.comparing(obstacle -> obstacle.image() != null))
        .map(obstacle -> declined(environment.name(), image.name(), candidate, obstacle))
        .orElseGet(
            () ->
                new UpdateDeclined(
                    environment.name(),
                    image.name(),
                    candidate,
                    DeclineReason.NO_TARGET,
                    "nothing in "
                        + (environment.path().isEmpty() ? "the repository" : environment.path())
                        + " says where the version of "
                        + image.name()
                        + " goes: name "
                        + image.repository()
                        + " there, or put the marker # {\"$imagepolicy\": \"slipway:"
                        + image.name()
                        + "\"} behind the value, or name it under targets in slipway.yaml",
                    null,
                    null));
  }

  public static UpdateDeclined declined(
      EnvironmentName environment,
      @Nullable String image,
      @Nullable ImageReference candidate,
      FoundPlaces.Obstacle obstacle) {
    Refusal refusal = obstacle.refusal();
    return new UpdateDeclined(
        environment,
        image,
        candidate,
        refusal.reason().declined(),
        refusal.in(obstacle.file()),
        obstacle.file().value(),
        refusal.line());
  }

  /** Flux's automations edit below their own folders only. */
  private List<Place> of(Environment environment, String image, List<Place> places) {
    Optional<Automated> automated = configuration.automated(environment.name(), image);
    return places.stream()
        .filter(place -> place.image().equals(image))
        .filter(place -> automated.map(each -> each.edits(place.file().value())).orElse(true))
        .toList();
  }

  private FoundPlaces found(Environment environment) {
    return read.computeIfAbsent(
        environment.name(), _ -> files.find(snapshot, environment, configuration, environments));
  }

  public Optional<Environment> environment(EnvironmentName name) {
    return environments.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /** The image of that name, as the environment follows it or as the repository declares it. */
  public Optional<FollowedImage> image(Environment environment, String name) {
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

  public List<String> imageNames() {
    return configuration.images().stream().map(image -> image.image().name()).toList();
  }
}
