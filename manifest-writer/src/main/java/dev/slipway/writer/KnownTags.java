package dev.slipway.writer;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.ScannedImage;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of tags beyond their names, by {@code repository:tag}. Bounded: the last ones.
 *
 * @param digests where they point
 * @param builds when their images were created, as far as a policy asks for it
 */
public record KnownTags(Map<String, Digest> digests, Map<String, Build> builds) {
  private static final int MOST = 2_000;

  static final KnownTags NONE = new KnownTags(Map.of(), Map.of());

  /**
   * When an image was created.
   *
   * @param createdAt absent where it does not say, or is gone
   */
  public record Build(@Nullable Instant createdAt) {}

  /** What a scan told of a repository's images. */
  static KnownTags of(ImageRepository repository, List<ScannedImage> images) {
    Map<String, Build> builds = new HashMap<>();
    images.forEach(image -> builds.put(key(repository, image.tag()), new Build(image.createdAt())));
    return new KnownTags(Map.of(), builds);
  }

  static String key(ImageRepository repository, @Nullable Tag tag) {
    return repository + ":" + tag;
  }

  Optional<Digest> digest(String key) {
    return Optional.ofNullable(digests.get(key));
  }

  Optional<Build> build(String key) {
    return Optional.ofNullable(builds.get(key));
  }

  KnownTags with(String key, Digest digest) {
    return new KnownTags(newest(digests, key, digest), builds);
  }

  KnownTags with(String key, Build build) {
    return new KnownTags(digests, newest(builds, key, build));
  }

  private static <V> Map<String, V> newest(Map<String, V> known, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(known);
    more.remove(key);
    more.put(key, value);
    while (more.size() > MOST) {
      more.remove(more.keySet().iterator().next());
    }
    return more;
  }
}
