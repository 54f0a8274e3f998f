package dev.slipway.writer.files;

import dev.slipway.events.Environment;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.writer.Snapshot;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads which images an environment's files name: those in its folder, and those that its
 * kustomizations reach. Remembers what a file's bytes say, so that an unchanged file is read once.
 * For one thread at a time.
 */
public final class EnvironmentFiles {
  private final EnvironmentReach reach = new EnvironmentReach();
  private final FileReadings readings = new FileReadings();

  /** What was found in an environment's files, by what stands for all that it depends on. */
  private record Known<T>(Object state, T found) {}

  private final Map<EnvironmentName, Known<FoundPlaces>> knownPlaces = new HashMap<>();
  private final Map<EnvironmentName, Known<List<DesiredImage>>> knownImages = new HashMap<>();
  private SoughtImages sought = new SoughtImages(RepositoryConfiguration.EMPTY);

  /** What stands for everything that an environment's files are: equal, where nothing differs. */
  public Optional<String> fingerprint(Snapshot snapshot, Environment environment) {
    return reach.fingerprint(snapshot, environment);
  }

  /**
   * Every value that says which version of an image the environment runs.
   *
   * @param all the environments of this branch: a file that several of them reach is shared
   */
  public FoundPlaces find(
      Snapshot snapshot,
      Environment environment,
      RepositoryConfiguration configuration,
      List<Environment> all) {
    lookFor(configuration);
    Object sharers = reach.of(snapshot, environment).outside().isEmpty() ? "none" : all;
    return known(
        knownPlaces,
        environment,
        List.of(state(snapshot, environment), sharers),
        () ->
            new EnvironmentPlaces(
                    manifests(snapshot, environment),
                    new SharedFiles(snapshot, environment, all, reach))
                .find());
  }

  /** Every image that the environment's files name, managed or not; nothing is said of proofs. */
  public List<DesiredImage> images(
      Snapshot snapshot, Environment environment, RepositoryConfiguration configuration) {
    lookFor(configuration);
    return known(
        knownImages,
        environment,
        state(snapshot, environment),
        () -> new EnvironmentImages(manifests(snapshot, environment)).images());
  }

  private EnvironmentManifests manifests(Snapshot snapshot, Environment environment) {
    return new EnvironmentManifests(snapshot, environment, sought, reach, readings);
  }

  private String state(Snapshot snapshot, Environment environment) {
    return environment.path() + " " + fingerprint(snapshot, environment).orElse("absent");
  }

  private static <T> T known(
      Map<EnvironmentName, Known<T>> known,
      Environment environment,
      Object state,
      Supplier<T> find) {
    Known<T> last = known.get(environment.name());
    if (last == null || !last.state().equals(state)) {
      last = new Known<>(state, find.get());
      known.put(environment.name(), last);
    }
    return last.found();
  }

  @SuppressWarnings(
      "ReferenceEquality") // Comparing thousands of images would cost more than it spares.
  private void lookFor(RepositoryConfiguration configuration) {
    if (configuration == sought.configuration()) {
      return;
    }
    knownPlaces.clear();
    knownImages.clear();
    if (!sought.seeksTheSame(configuration)) {
      readings.forget();
    }
    sought = new SoughtImages(configuration);
  }

  public static boolean isInside(String path, String folder) {
    return folder.isEmpty() || path.startsWith(folder + "/");
  }
}
