package dev.slipway.writer.configuration;

import dev.slipway.events.Environment;
import dev.slipway.events.Subscription;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.Part;
import dev.slipway.writer.edit.YamlPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A good {@code slipway.yaml}, resolved.
 *
 * @param targets values that no marker names
 * @param discovering the environments where a value that names a watched image's repository is
 *     followed though nothing marks it; none of those that are read from Flux's objects, which
 *     knows markers only
 * @param applications images whose versions move together
 */
public record RepositoryConfiguration(
    List<WatchedImage> images,
    List<Environment> environments,
    List<Subscription> subscriptions,
    List<ConfiguredTarget> targets,
    Set<EnvironmentName> discovering,
    List<Application> applications) {

  /** One value in one file that holds a part of an image's reference. */
  public record ConfiguredTarget(String image, FileName file, YamlPath path, Part part) {}

  /**
   * Images that belong together.
   *
   * @param images their names
   * @param together how long one waits for the others
   */
  public record Application(String name, List<String> images, Duration together) {
    public Application {
      images = List.copyOf(images);
    }
  }

  /** A configuration without applications. */
  public RepositoryConfiguration(
      List<WatchedImage> images,
      List<Environment> environments,
      List<Subscription> subscriptions,
      List<ConfiguredTarget> targets,
      Set<EnvironmentName> discovering) {
    this(images, environments, subscriptions, targets, discovering, List.of());
  }

  /** The application that the image belongs to. */
  public Optional<Application> applicationOf(String image) {
    return applications.stream().filter(app -> app.images().contains(image)).findFirst();
  }

  /** No images, no environments: what an untouched repository means. */
  public static final RepositoryConfiguration EMPTY =
      new RepositoryConfiguration(List.of(), List.of(), List.of(), List.of(), Set.of());

  public RepositoryConfiguration {
    images = List.copyOf(images);
    environments = List.copyOf(environments);
    subscriptions = List.copyOf(subscriptions);
    targets = List.copyOf(targets);
    discovering = Set.copyOf(discovering);
    applications = List.copyOf(applications);
  }
}
