package dev.slipway.writer.files;

import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.edit.ImageFields;
import dev.slipway.writer.edit.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every image that an environment's files name, managed or not. */
final class EnvironmentImages {
  private final EnvironmentManifests manifests;

  EnvironmentImages(EnvironmentManifests manifests) {
    this.manifests = manifests;
  }

  List<DesiredImage> images() {
    Map<ImageReference, DesiredImage> images = new LinkedHashMap<>();
    Map<String, List<Place>> together = new LinkedHashMap<>();
    manifests
        .files()
        .forEach(
            (file, reading) ->
                reading.values().stream()
                    .filter(
                        found ->
                            !(found.target() instanceof Target.Naming)
                                || manifests.isManaged(found))
                    .filter(found -> manifests.overriding(file, found.value()).isEmpty())
                    .flatMap(found -> manifests.place(file, found).stream())
                    .forEach(
                        place ->
                            together
                                .computeIfAbsent(
                                    file + "\n" + place.image() + "\n" + place.entry(),
                                    _ -> new ArrayList<>())
                                .add(place)));
    together.values().forEach(places -> managed(places, images));
    manifests
        .files()
        .forEach(
            (file, reading) -> {
              for (ImageFields.Field field : reading.fields()) {
                ImageReference reference =
                    manifests.overriding(file, field.written()).orElse(field.reference());
                images.putIfAbsent(
                    reference, new DesiredImage(null, reference, reference.digest(), true));
              }
            });
    return List.copyOf(images.values());
  }

  private void managed(List<Place> places, Map<ImageReference, DesiredImage> images) {
    String name = places.getFirst().image();
    Tag tag = first(places, Place::tag);
    Digest digest = first(places, Place::digest);
    if (tag != null || digest != null) {
      manifests
          .sought()
          .image(name)
          .map(image -> new ImageReference(image.repository(), tag, digest))
          .ifPresent(
              reference -> images.put(reference, new DesiredImage(name, reference, digest, true)));
    }
  }

  private static <T> @Nullable T first(List<Place> places, Function<Place, Optional<T>> part) {
    return places.stream().flatMap(place -> part.apply(place).stream()).findFirst().orElse(null);
  }
}
