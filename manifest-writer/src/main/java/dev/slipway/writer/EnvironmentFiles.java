package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.configuration.SlipwayYaml;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.FoundValue;
import dev.slipway.writer.edit.ImageFields;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.edit.Obstacle;
import dev.slipway.writer.edit.Obstacle.Weight;
import dev.slipway.writer.edit.Part;
import dev.slipway.writer.edit.Refusal;
import dev.slipway.writer.edit.RefusalReason;
import dev.slipway.writer.edit.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads which images an environment's files name: those in its folder, and those that its
 * kustomizations reach. Remembers what a file's bytes say, so that an unchanged file is read once.
 * For one thread at a time.
 */
final class EnvironmentFiles {
  private static final int REMEMBERED_FILES = 20_000;

  private final ManifestEditor editor = new ManifestEditor();
  private final EnvironmentReach reach = new EnvironmentReach();
  private final Map<String, FileReading> readings = remembering();

  /** What was found in an environment's files, by what stands for all that it depends on. */
  private record Known<T>(Object state, T found) {}

  private final Map<EnvironmentName, Known<FoundPlaces>> knownPlaces = new HashMap<>();
  private final Map<EnvironmentName, Known<List<DesiredImage>>> knownImages = new HashMap<>();
  private RepositoryConfiguration lookedFor = RepositoryConfiguration.EMPTY;

  /** What stands for everything that an environment's files are: equal, where nothing differs. */
  Optional<String> fingerprint(Snapshot snapshot, Environment environment) {
    return reach.fingerprint(snapshot, environment);
  }

  /**
   * Every value that says which version of an image the environment runs.
   *
   * @param all the environments of this branch: a file that several of them reach is shared
   */
  FoundPlaces find(
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
        () -> new Search(snapshot, environment, configuration).find(all));
  }

  /** Every image that the environment's files name, managed or not; nothing is said of proofs. */
  List<DesiredImage> images(
      Snapshot snapshot, Environment environment, RepositoryConfiguration configuration) {
    lookFor(configuration);
    return known(
        knownImages,
        environment,
        state(snapshot, environment),
        () -> new Search(snapshot, environment, configuration).images());
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
    if (configuration == lookedFor) {
      return;
    }
    knownPlaces.clear();
    knownImages.clear();
    if (!configuration.images().equals(lookedFor.images())
        || !configuration.targets().equals(lookedFor.targets())) {
      readings.clear();
    }
    lookedFor = configuration;
  }

  static boolean isInside(String path, String folder) {
    return folder.isEmpty() || path.startsWith(folder + "/");
  }

  static <V> Map<String, V> remembering() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > REMEMBERED_FILES;
      }
    };
  }

  /** One environment at one commit. */
  private final class Search {
    private final Snapshot snapshot;
    private final Environment environment;
    private final RepositoryConfiguration configuration;
    private final EnvironmentReach.Reach reached;
    private final Map<FileName, FileReading> files = new LinkedHashMap<>();

    Search(Snapshot snapshot, Environment environment, RepositoryConfiguration configuration) {
      this.snapshot = snapshot;
      this.environment = environment;
      this.configuration = configuration;
      this.reached = reach.of(snapshot, environment);
      Stream.concat(manifests().stream(), reached.outside().stream())
          .forEach(file -> files.put(FileName.parse(file.path()), reading(file)));
    }

    private List<Snapshot.File> manifests() {
      return snapshot.files(environment.path()).stream()
          .filter(file -> isManifest(file.path()) || isTarget(file))
          .toList();
    }

    private static boolean isManifest(String path) {
      return FileName.parse(path).isManifest()
          && !path.startsWith(".")
          && !path.contains("/.")
          && !path.equals(SlipwayYaml.PATH);
    }

    private boolean isTarget(Snapshot.File file) {
      return configuration.targets().stream()
          .anyMatch(target -> target.file().value().equals(file.path()));
    }

    private FileReading reading(Snapshot.File file) {
      FileName name = FileName.parse(file.path());
      boolean named = FileReading.configured(name, configuration).isEmpty();
      return readings.computeIfAbsent(
          named ? file.content() : file.content() + " " + file.path(),
          _ ->
              ManifestEditor.tooLarge(snapshot.size(file))
                  .map(FileReading::unread)
                  .orElseGet(
                      () -> FileReading.of(editor, name, snapshot.read(file), configuration)));
    }

    FoundPlaces find(List<Environment> all) {
      List<Place> places = new ArrayList<>();
      List<Place> shared = new ArrayList<>();
      List<FoundPlaces.Obstacle> obstacles = new ArrayList<>();
      Map<FileName, List<Environment>> sharers = sharers(all);
      files.forEach(
          (file, reading) -> {
            List<Environment> others = sharers.getOrDefault(file, List.of());
            severalPolicies(file, reading, obstacles);
            for (Place place : places(file, reading)) {
              if (others.isEmpty() || place.target() instanceof Target.AtPath) {
                places.add(place);
              } else if (isFollowedAlike(place.image(), others)) {
                shared.add(place);
              } else {
                obstacles.add(shared(place, others));
              }
            }
            reading.obstacles().stream()
                .filter(obstacle -> others.isEmpty() || obstacle.weight() != Weight.REPORTED)
                .flatMap(obstacle -> named(file, obstacle).stream())
                .forEach(obstacles::add);
          });
      missingFiles(obstacles);
      return new FoundPlaces(places, shared, obstacles);
    }

    /** Those other environments that reach a file which does not lie in the folder. */
    private Map<FileName, List<Environment>> sharers(List<Environment> all) {
      Map<FileName, List<Environment>> sharers = new LinkedHashMap<>();
      if (reached.outside().isEmpty()) {
        return sharers;
      }
      for (Environment other : all) {
        if (!other.name().equals(environment.name())) {
          Set<String> theirs =
              reach.of(snapshot, other).outside().stream()
                  .map(Snapshot.File::path)
                  .collect(Collectors.toSet());
          for (Snapshot.File file : reached.outside()) {
            if (theirs.contains(file.path()) || isInside(file.path(), other.path())) {
              sharers
                  .computeIfAbsent(FileName.parse(file.path()), _ -> new ArrayList<>())
                  .add(other);
            }
          }
        }
      }
      return sharers;
    }

    private boolean isFollowedAlike(String image, List<Environment> others) {
      Optional<FollowedImage> here = followed(environment, image);
      return here.isPresent()
          && others.stream().allMatch(other -> followed(other, image).equals(here));
    }

    private FoundPlaces.Obstacle shared(Place place, List<Environment> others) {
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

    private List<Place> places(FileName file, FileReading reading) {
      List<Place> places = new ArrayList<>();
      for (FoundValue found : reading.values()) {
        place(file, found)
            .filter(place -> mayUse(file, found, place.image()))
            .ifPresent(places::add);
      }
      return places;
    }

    private Optional<String> image(FileName file, Target target) {
      return switch (target) {
        case Target.Marked marked -> Optional.of(marked.policy().image());
        case Target.Naming naming -> Optional.of(naming.policy().image());
        case Target.AtPath at ->
            FileReading.configured(file, configuration).stream()
                .filter(configured -> FileReading.at(configured).equals(at))
                .map(ConfiguredTarget::image)
                .findFirst();
      };
    }

    /** A value that nobody marked is used where it can only mean this image, and decides. */
    private boolean mayUse(FileName file, FoundValue found, String image) {
      return !(found.target() instanceof Target.Naming naming)
          || (isDiscovering()
              && isOnlyNameOf(naming.repository(), image)
              && doubts(file, found.target()).isEmpty()
              && overriding(file, found.value()).isEmpty());
    }

    private boolean isDiscovering() {
      return configuration.discovering().contains(environment.name());
    }

    /** Where several declared images lie in one repository, the one that is followed here. */
    private boolean isOnlyNameOf(ImageRepository repository, String image) {
      List<String> names =
          configuration.images().stream()
              .map(WatchedImage::image)
              .filter(other -> other.repository().equals(repository))
              .map(FollowedImage::name)
              .toList();
      List<String> here =
          names.stream().filter(name -> followed(environment, name).isPresent()).toList();
      return names.size() == 1 || here.equals(List.of(image));
    }

    private void severalPolicies(
        FileName file, FileReading reading, List<FoundPlaces.Obstacle> obstacles) {
      for (FoundValue found : reading.values()) {
        if (found.target() instanceof Target.Naming naming
            && isDiscovering()
            && !isOnlyNameOf(naming.repository(), naming.policy().image())) {
          String names =
              configuration.images().stream()
                  .map(WatchedImage::image)
                  .filter(image -> image.repository().equals(naming.repository()))
                  .map(FollowedImage::name)
                  .collect(Collectors.joining(" and "));
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
      FileReading reading = files.get(file);
      return reading == null
          ? List.of()
          : reading.obstacles().stream()
              .filter(obstacle -> target.equals(obstacle.target()))
              .toList();
    }

    /** What kustomizations above the file put in the place of an image written so. */
    private Optional<ImageReference> overriding(FileName file, String written) {
      return reached.below().entrySet().stream()
          .filter(entry -> entry.getValue().contains(file))
          .flatMap(entry -> reach.read(snapshot, entry.getKey()).images().stream())
          .flatMap(image -> image.of(written).stream())
          .findFirst();
    }

    private Optional<FoundPlaces.Obstacle> named(FileName file, Obstacle obstacle) {
      Target target = obstacle.target();
      if (target == null) {
        return Optional.of(
            new FoundPlaces.Obstacle(null, file, obstacle.refusal(), obstacle.weight()));
      }
      if (target instanceof Target.Naming naming
          && !(isDiscovering() && isOnlyNameOf(naming.repository(), naming.policy().image()))) {
        return Optional.empty();
      }
      return image(file, target)
          .map(
              image ->
                  new FoundPlaces.Obstacle(image, file, obstacle.refusal(), obstacle.weight()));
    }

    /** Configured targets whose file is not there, and links that stand where files should. */
    private void missingFiles(List<FoundPlaces.Obstacle> obstacles) {
      for (ConfiguredTarget target : configuration.targets()) {
        FileName file = target.file();
        if (!files.containsKey(file) && isInside(file.value(), environment.path())) {
          obstacles.add(
              new FoundPlaces.Obstacle(target.image(), file, missing(file), Weight.BLOCKS));
        }
      }
      for (String link : isDiscovering() ? snapshot.links(environment.path()) : List.<String>of()) {
        FileName file = FileName.parse(link);
        if (isManifest(link)) {
          obstacles.add(new FoundPlaces.Obstacle(null, file, linked(file), Weight.HINT));
        }
      }
    }

    private Refusal missing(FileName file) {
      return snapshot.link(file.value()).isPresent()
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
              + snapshot.link(file.value()).orElse("another")
              + ", and links are never followed: name the file itself, or put it there");
    }

    List<DesiredImage> images() {
      Map<ImageReference, DesiredImage> images = new LinkedHashMap<>();
      Map<String, List<Place>> together = new LinkedHashMap<>();
      files.forEach(
          (file, reading) ->
              reading.values().stream()
                  .filter(found -> !(found.target() instanceof Target.Naming) || isManaged(found))
                  .filter(found -> overriding(file, found.value()).isEmpty())
                  .flatMap(found -> place(file, found).stream())
                  .forEach(
                      place ->
                          together
                              .computeIfAbsent(
                                  file + "\n" + place.image() + "\n" + place.entry(),
                                  _ -> new ArrayList<>())
                              .add(place)));
      together.values().forEach(places -> managed(places, images));
      files.forEach(
          (file, reading) -> {
            for (ImageFields.Field field : reading.fields()) {
              ImageReference reference =
                  overriding(file, field.written()).orElse(field.reference());
              images.putIfAbsent(
                  reference, new DesiredImage(null, reference, reference.digest(), true));
            }
          });
      return List.copyOf(images.values());
    }

    private boolean isManaged(FoundValue found) {
      return found.target() instanceof Target.Naming naming
          && isDiscovering()
          && isOnlyNameOf(naming.repository(), naming.policy().image());
    }

    private Optional<Place> place(FileName file, FoundValue found) {
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

    private void managed(List<Place> places, Map<ImageReference, DesiredImage> images) {
      String name = places.getFirst().image();
      Tag tag = first(places, Place::tag);
      Digest digest = first(places, Place::digest);
      if (tag != null || digest != null) {
        configuration.images().stream()
            .map(WatchedImage::image)
            .filter(image -> image.name().equals(name))
            .map(image -> new ImageReference(image.repository(), tag, digest))
            .forEach(
                reference ->
                    images.put(reference, new DesiredImage(name, reference, digest, true)));
      }
    }

    private static <T> @Nullable T first(List<Place> places, Function<Place, Optional<T>> part) {
      return places.stream().flatMap(place -> part.apply(place).stream()).findFirst().orElse(null);
    }
  }

  private static Optional<FollowedImage> followed(Environment environment, String image) {
    return environment.follow().stream().filter(it -> it.name().equals(image)).findFirst();
  }
}
