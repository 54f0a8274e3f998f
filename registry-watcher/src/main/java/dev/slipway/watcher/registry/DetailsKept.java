package dev.slipway.watcher.registry;

import dev.slipway.events.value.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the latest images say about themselves: under a digest that never changes. */
final class DetailsKept {
  private static final int IMAGES = 256;

  private final LinkedHashMap<Digest, ImageDetails> kept = new LinkedHashMap<>();

  synchronized Optional<ImageDetails> find(Digest digest) {
    return Optional.ofNullable(kept.get(digest));
  }

  synchronized void keep(Digest digest, ImageDetails details) {
    kept.put(digest, details);
    if (kept.size() > IMAGES) {
      Map.Entry<Digest, ImageDetails> oldest = kept.firstEntry();
      kept.remove(oldest.getKey());
    }
  }
}
