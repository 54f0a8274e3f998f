package dev.slipway.writer.files;

import dev.slipway.events.Environment;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.Snapshot;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.configuration.SlipwayYaml;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.FoundValue;
import dev.slipway.writer.edit.Kustomization;
import dev.slipway.writer.edit.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One environment's files at one commit, read, and what each value in them means there. */
final class EnvironmentManifests {
  private final Snapshot snapshot;
  private final Environment environment;
  private final SoughtImages sought;
  private final EnvironmentReach reach;
  private final EnvironmentReach.Reach reached;
  private final Map<FileName, FileReading> files = new LinkedHashMap<>();

  EnvironmentManifests(
      Snapshot snapshot,
      Environment environment,
      SoughtImages sought,
      EnvironmentReach reach,
      FileReadings readings) {
    this.snapshot = snapshot;
    this.environment = environment;
    this.sought = sought;
    this.reach = reach;
    this.reached = reach.of(snapshot, environment);
    for (Snapshot.File file : snapshot.files(environment.path())) {
      if (isManifest(file.path()) || isTarget(file)) {
        read(file, readings);
      }
    }
    reached.outside().forEach(file -> read(file, readings));
  }

  private void read(Snapshot.File file, FileReadings readings) {
    FileName name = FileName.parse(file.path());
    FileReading reading = readings.of(snapshot, file, name, sought);
    files.put(name, reading);
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Environment environment() {
    return environment;
  }

  SoughtImages sought() {
    return sought;
  }

  /** What the environment's files say, in the order of their paths, those outside of it last. */
  Map<FileName, FileReading> files() {
    return files;
  }

  static boolean isManifest(String path) {
    return FileName.parse(path).isManifest()
        && !path.startsWith(".")
        && !path.contains("/.")
        && !path.equals(SlipwayYaml.PATH);
  }

  /**
   * What the environment's kustomizations take from other repositories, by the file that says so.
   */
  Map<FileName, List<String>> remoteReferences() {
    Map<FileName, List<String>> remote = new LinkedHashMap<>();
    for (FileName file : files.keySet()) {
      if (Kustomization.isOne(file)) {
        List<String> references =
            snapshot.file(file.value()).stream()
                .flatMap(known -> reach.read(snapshot, known).references().stream())
                .filter(EnvironmentReach::isRemote)
                .distinct()
                .toList();
        if (!references.isEmpty()) {
          remote.put(file, references);
        }
      }
    }
    return remote;
  }

  private boolean isTarget(Snapshot.File file) {
    return !sought.configured(FileName.parse(file.path())).isEmpty();
  }

  Optional<String> image(FileName file, Target target) {
    return switch (target) {
      case Target.Marked marked -> Optional.of(marked.policy().image());
      case Target.Naming naming -> Optional.of(naming.policy().image());
      case Target.AtPath at ->
          sought.configured(file).stream()
              .filter(configured -> SoughtImages.at(configured).equals(at))
              .map(ConfiguredTarget::image)
              .findFirst();
    };
  }

  Optional<Place> place(FileName file, FoundValue found) {
    return image(file, found.target())
        .map(
            image ->
                new Place(
                    file,
                    found.line(),
                    image,
                    found.target(),
                    found.part(),
                    found.value(),
                    found.entry(),
                    found.rule()));
  }

  /** Whether values that nobody marked are used here. */
  boolean isDiscovering() {
    return sought.configuration().discovering().contains(environment.name());
  }

  /** Where several declared images lie in one repository, the one that is followed here. */
  boolean isOnlyNameOf(ImageRepository repository, String image) {
    List<String> names = sought.namesOf(repository);
    return names.size() == 1
        || names.stream().filter(this::isFollowed).toList().equals(List.of(image));
  }

  private boolean isFollowed(String image) {
    return environment.follow().stream().anyMatch(followed -> followed.name().equals(image));
  }

  /** Whether a value that nobody marked follows an image. */
  boolean isManaged(FoundValue found) {
    return found.target() instanceof Target.Naming naming
        && isDiscovering()
        && isOnlyNameOf(naming.repository(), naming.policy().image());
  }

  /** What kustomizations above the file put in the place of an image written so. */
  Optional<ImageReference> overriding(FileName file, String written) {
    return reached.below().entrySet().stream()
        .filter(entry -> entry.getValue().contains(file))
        .flatMap(entry -> reach.read(snapshot, entry.getKey()).images().stream())
        .flatMap(image -> image.of(written).stream())
        .findFirst();
  }
}
