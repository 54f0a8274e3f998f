package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.configuration.RepositoryConfiguration.ConfiguredTarget;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.FoundValue;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.edit.PolicyName;
import dev.slipway.writer.edit.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads which images an environment's files name. Remembers what a file's bytes say, so that an
 * unchanged file is read once. For one thread at a time.
 */
final class EnvironmentFiles {
  private static final int REMEMBERED_FILES = 20_000;
  private static final Pattern IMAGE_FIELD =
      Pattern.compile(
          "(?m)^(?!\\s*#).*?(?<![\\w.-])[\"']?image[\"']?:\\s*[\"']?([^\\s\"'#,}\\]]+)");

  private final ManifestEditor editor = new ManifestEditor();
  private final Map<String, List<FoundValue>> marked = remembering();
  private final Map<String, List<ImageReference>> named = remembering();
  private final Map<EnvironmentName, Known<Place>> knownPlaces = new HashMap<>();
  private final Map<EnvironmentName, Known<DesiredImage>> knownImages = new HashMap<>();
  private RepositoryConfiguration lookedFor = RepositoryConfiguration.EMPTY;
  private List<String> markerNames = List.of();

  /** What was found in an environment's files, by what stands for all of them. */
  private record Known<T>(String fingerprint, List<T> found) {}

  /** What stands for everything that an environment's files are: equal, where nothing differs. */
  static Optional<String> fingerprint(Snapshot snapshot, Environment environment) {
    return snapshot.fingerprint(environment.path());
  }

  /** Every value in the environment's folder that a marker or a configured target names. */
  List<Place> places(
      Snapshot snapshot, Environment environment, RepositoryConfiguration configuration) {
    lookFor(configuration);
    return known(
        knownPlaces, snapshot, environment, () -> findPlaces(snapshot, environment, configuration));
  }

  /** Every image that the environment's files name, managed or not; nothing is said of proofs. */
  List<DesiredImage> images(
      Snapshot snapshot, Environment environment, RepositoryConfiguration configuration) {
    lookFor(configuration);
    return known(
        knownImages, snapshot, environment, () -> findImages(snapshot, environment, configuration));
  }

  private static <T> List<T> known(
      Map<EnvironmentName, Known<T>> known,
      Snapshot snapshot,
      Environment environment,
      Supplier<List<T>> find) {
    String fingerprint =
        environment.path() + " " + fingerprint(snapshot, environment).orElse("absent");
    Known<T> last = known.get(environment.name());
    if (last == null || !last.fingerprint().equals(fingerprint)) {
      last = new Known<>(fingerprint, find.get());
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
    lookedFor = configuration;
    knownPlaces.clear();
    knownImages.clear();
    List<String> names =
        configuration.images().stream().map(image -> image.image().name()).sorted().toList();
    if (!names.equals(markerNames)) {
      marked.clear();
      markerNames = names;
    }
  }

  private List<Place> findPlaces(
      Snapshot snapshot, Environment environment, RepositoryConfiguration configuration) {
    List<String> names = markerNames;
    List<Place> places = new ArrayList<>();
    for (Snapshot.File file : manifests(snapshot, environment)) {
      FileName name = FileName.parse(file.path());
      marked
          .computeIfAbsent(file.content(), _ -> markers(snapshot, file, names))
          .forEach(found -> places.add(place(name, found)));
    }
    for (ConfiguredTarget target : configuration.targets()) {
      if (isInside(target.file().value(), environment.path())) {
        snapshot.file(target.file().value()).stream()
            .flatMap(file -> atPath(snapshot, file, target).stream())
            .forEach(places::add);
      }
    }
    return places;
  }

  private List<DesiredImage> findImages(
      Snapshot snapshot, Environment environment, RepositoryConfiguration configuration) {
    Map<String, ImageRepository> repositories =
        configuration.images().stream()
            .map(WatchedImage::image)
            .collect(Collectors.toMap(image -> image.name(), image -> image.repository()));
    Map<ImageReference, DesiredImage> images = new LinkedHashMap<>();
    Map<String, List<Place>> byFileAndImage =
        places(snapshot, environment, configuration).stream()
            .collect(
                Collectors.groupingBy(
                    place -> place.file() + "\n" + place.image(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (List<Place> together : byFileAndImage.values()) {
      String name = together.getFirst().image();
      ImageRepository repository = repositories.get(name);
      if (repository != null) {
        Tag tag = first(together, Place::tag);
        Digest digest = first(together, Place::digest);
        if (tag != null || digest != null) {
          var reference = new ImageReference(repository, tag, digest);
          images.put(reference, new DesiredImage(name, reference, digest, true));
        }
      }
    }
    for (Snapshot.File file : manifests(snapshot, environment)) {
      for (ImageReference reference :
          named.computeIfAbsent(file.content(), _ -> imageFields(snapshot, file))) {
        images.putIfAbsent(reference, new DesiredImage(null, reference, reference.digest(), true));
      }
    }
    return List.copyOf(images.values());
  }

  private static <T> @Nullable T first(List<Place> places, Function<Place, Optional<T>> part) {
    return places.stream().flatMap(place -> part.apply(place).stream()).findFirst().orElse(null);
  }

  private List<FoundValue> markers(Snapshot snapshot, Snapshot.File file, List<String> names) {
    byte[] content = snapshot.read(file);
    if (!ManifestEditor.hasMarkers(content)) {
      return List.of();
    }
    List<Target> targets =
        names.stream().<Target>map(name -> Target.Marked.of(new PolicyName(null, name))).toList();
    return editor.find(FileName.parse(file.path()), content, targets);
  }

  private List<Place> atPath(Snapshot snapshot, Snapshot.File file, ConfiguredTarget configured) {
    Target target = new Target.AtPath(configured.file(), configured.path(), configured.part());
    return editor.find(configured.file(), snapshot.read(file), List.of(target)).stream()
        .map(
            found ->
                new Place(
                    configured.file(),
                    found.line(),
                    configured.image(),
                    target,
                    found.part(),
                    found.value()))
        .toList();
  }

  private static Place place(FileName file, FoundValue found) {
    if (found.target() instanceof Target.Marked(PolicyName policy, var _)) {
      return new Place(
          file, found.line(), policy.name(), found.target(), found.part(), found.value());
    }
    throw new IllegalStateException("asked for markers, found " + found.target());
  }

  private static List<ImageReference> imageFields(Snapshot snapshot, Snapshot.File file) {
    List<ImageReference> found = new ArrayList<>();
    Matcher fields = IMAGE_FIELD.matcher(new String(snapshot.read(file), StandardCharsets.UTF_8));
    while (fields.find()) {
      ImageReference.tryParse(fields.group(1))
          .filter(image -> image.tag() != null || image.digest() != null)
          .ifPresent(found::add);
    }
    return found;
  }

  private static List<Snapshot.File> manifests(Snapshot snapshot, Environment environment) {
    return snapshot.files(environment.path()).stream()
        .filter(file -> FileName.parse(file.path()).isManifest())
        .filter(file -> !file.path().startsWith(".") && !file.path().contains("/."))
        .toList();
  }

  private static boolean isInside(String path, String folder) {
    return folder.isEmpty() || path.startsWith(folder + "/");
  }

  private static <V> Map<String, V> remembering() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > REMEMBERED_FILES;
      }
    };
  }
}
