package dev.slipway.watcher;

import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.Configuration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which repositories the configuration asks for, and which of their tags by digest. */
public final class WatchedRepositories {
  private WatchedRepositories() {}

  /** Every repository that an image or an environment names. */
  public static Set<ImageRepository> of(Configuration configuration) {
    return images(configuration)
        .map(FollowedImage::repository)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those of this path, at whatever registry. */
  public static Set<ImageRepository> of(Configuration configuration, String path) {
    return images(configuration)
        .map(FollowedImage::repository)
        .filter(repository -> repository.path().equals(path))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The tags of a repository whose every move somebody wants to know. */
  static Set<Tag> followedByDigest(Configuration configuration, ImageRepository repository) {
    return images(configuration)
        .filter(image -> image.repository().equals(repository))
        .map(FollowedImage::policy)
        .filter(TagPolicy.MovingDigest.class::isInstance)
        .map(policy -> ((TagPolicy.MovingDigest) policy).tag())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether somebody watches it; cheaper than to ask for all. */
  static boolean contains(Configuration configuration, ImageRepository repository) {
    return images(configuration).anyMatch(image -> image.repository().equals(repository));
  }

  /** Whether somebody goes by more than the names of a repository's tags. */
  static boolean needDetails(Configuration configuration, ImageRepository repository) {
    return images(configuration)
        .filter(image -> image.repository().equals(repository))
        .anyMatch(FollowedImage::needsDetails);
  }

  /** Whether all that is looked for in a repository comes last in the order of names. */
  static boolean risesByName(Configuration configuration, ImageRepository repository) {
    return images(configuration)
        .filter(image -> image.repository().equals(repository))
        .map(FollowedImage::policy)
        .allMatch(
            policy ->
                policy instanceof TagPolicy.Timestamp || policy instanceof TagPolicy.MovingDigest);
  }

  private static Stream<FollowedImage> images(Configuration configuration) {
    return Stream.concat(
        configuration.watchedImages().stream().map(WatchedImage::image),
        configuration.environments().stream().flatMap(e -> e.follow().stream()));
  }
}
