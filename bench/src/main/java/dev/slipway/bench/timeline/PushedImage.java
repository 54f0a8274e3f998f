package dev.slipway.bench.timeline;

import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.util.Optional;

/**
 * A tag that was pushed. The registry's name does not count: the sandbox's stands in for others.
 *
 * @param path of the repository, as in {@code demo/web}
 */
public record PushedImage(String path, String tag) {

  static PushedImage of(ImageRepository repository, Tag tag) {
    return new PushedImage(repository.path(), tag.value());
  }

  /** What an image's name in a manifest or a pod template says; empty where it names no tag. */
  static Optional<PushedImage> of(ImageReference reference) {
    Tag tag = reference.tag();
    return tag == null ? Optional.empty() : Optional.of(of(reference.repository(), tag));
  }

  @Override
  public String toString() {
    return path + ":" + tag;
  }
}
