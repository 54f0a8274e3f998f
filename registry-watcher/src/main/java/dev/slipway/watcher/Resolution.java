package dev.slipway.watcher;

import dev.slipway.events.value.Digest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a registry answers when it is asked for one image. */
public sealed interface Resolution {

  /**
   * The image is there.
   *
   * @param digest of the manifest that the reference names: of the index where it is one
   * @param createdAt by the image's own configuration; absent where it does not say
   * @param labels the configuration's, and the manifest's annotations where no label has that name
   */
  record Resolved(Digest digest, @Nullable Instant createdAt, Map<String, String> labels)
      implements Resolution {
    public Resolved {
      labels = Map.copyOf(labels);
    }
  }

  /** The registry says that there is no such image. */
  record Absent(String message) implements Resolution {}
}
