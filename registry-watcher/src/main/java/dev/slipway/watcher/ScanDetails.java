package dev.slipway.watcher;

import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.ScannedImage;
import dev.slipway.events.value.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Looks behind tags, for policies that go by more than their names. */
final class ScanDetails {
  private static final String STANDARD_LABELS = "org.opencontainers.image.";
  private static final List<String> BRANCH_LABELS =
      List.of("dev.slipway.source.branch", "vcs-branch");

  private final Registry registry;
  private final ImageRepository repository;

  ScanDetails(Registry registry, ImageRepository repository) {
    this.registry = registry;
    this.repository = repository;
  }

  /** What is behind these tags; a tag that is gone, or that nobody can read, is left out. */
  List<ScannedImage> of(Collection<Tag> tags) throws InterruptedException {
    List<ScannedImage> images = new ArrayList<>();
    for (Tag tag : tags) {
      try {
        if (registry.resolve(new ImageReference(repository, tag, null))
            instanceof Resolution.Resolved image) {
          images.add(
              new ScannedImage(tag, image.digest(), image.createdAt(), telling(image.labels())));
        }
      } catch (PermanentRegistryException unreadable) {
        // One odd tag spoils nothing for the rest.
      }
    }
    return images;
  }

  /** Those that a policy may go by: a list has many images, and an event is of limited size. */
  private static Map<String, String> telling(Map<String, String> labels) {
    return labels.entrySet().stream()
        .filter(
            label ->
                label.getKey().startsWith(STANDARD_LABELS)
                    || BRANCH_LABELS.contains(label.getKey()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
