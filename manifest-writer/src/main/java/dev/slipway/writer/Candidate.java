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

  public Candidate {
    labels = Map.copyOf(labels);
  }

  ImageReference reference() {
    return new ImageReference(repository, tag, digest);
  }

  /** The branch of its source, by its own labels. */
  Optional<String> branch() {
    return SourceBranch.of(labels);
  }
}
