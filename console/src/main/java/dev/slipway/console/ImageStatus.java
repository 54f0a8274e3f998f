package dev.slipway.console;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One image in one environment.
 *
 * @param name in {@code slipway.yaml}; absent for an image that Slipway does not manage
 * @param desired the version that Git asks for
 * @param desiredDigest what that is, as far as the writer knows
 * @param running the versions that pods run; empty where none was seen to
 * @param progress where this image stands on its way
 * @param needsApproval whether a person must approve this digest here before it may run
 */
public record ImageStatus(
    @Nullable String name,
    ImageRepository repository,
    String desired,
    @Nullable Digest desiredDigest,
    List<String> running,
    Progress progress,
    boolean needsApproval) {
  public ImageStatus {
    running = List.copyOf(running);
  }

  /** How people call it. */
  public String label() {
    return name == null ? repository.shortName() : name;
  }
}
