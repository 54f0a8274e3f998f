package dev.slipway.writer;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version that the registry holds and that may replace another.
 *
 * @param published whether it was just published; false where a scan found it, among others
 * @param digest absent where only a tag list is known
 */
public record Candidate(
    Cause cause,
    ImageRepository repository,
    Tag tag,
    @Nullable Digest digest,
    Map<String, String> labels,
    boolean published) {

  /** Where images say which branch they were built from. */
  private static final String[] BRANCH_LABELS = {
    "org.opencontainers.image.ref.name", "dev.slipway.source.branch", "vcs-branch"
  };

  public Candidate {
    labels = Map.copyOf(labels);
  }

  ImageReference reference() {
    return new ImageReference(repository, tag, digest);
  }

  /** The branch of its source, by its own labels. */
  Optional<String> branch() {
    for (String label : BRANCH_LABELS) {
      String value = labels.get(label);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
