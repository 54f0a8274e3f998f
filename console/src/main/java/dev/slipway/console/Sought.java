package dev.slipway.console;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The version that a story is about.
 *
 * @param reference with its tag, and its digest where that is known
 * @param push the event that announced it; absent where none did
 */
record Sought(ImageReference reference, @Nullable EventId push) {

  ImageRepository repository() {
    return reference.repository();
  }

  /** Whether this revision was made for it. */
  boolean isBroughtBy(RevisionCommitted committed) {
    return isAmong(committed.updates());
  }

  private boolean isAmong(List<ImageUpdate> updates) {
    return updates.stream()
        .anyMatch(
            update ->
                update.repository().equals(repository())
                    && (update.correlation().equals(push)
                        || ImageWords.says(update.to(), reference)));
  }

  /** Whether this request would bring it. */
  boolean isProposedBy(UpdateProposed proposed) {
    return isAmong(proposed.updates());
  }

  boolean isBroughtBy(EventEnvelope<?> envelope, RestartDecided restart) {
    Restart decided = restart.restart();
    return envelope.correlationId().equals(push)
        || (decided.digest() != null && decided.digest().equals(reference.digest()));
  }

  boolean isDeclinedBy(EventEnvelope<?> envelope, UpdateDeclined declined) {
    ImageReference candidate = declined.candidate();
    return envelope.correlationId().equals(push) || (candidate != null && isSame(candidate));
  }

  boolean isIn(Revision revision) {
    return revision.images().stream().anyMatch(this::is)
        || revision.restarts().stream()
            .anyMatch(r -> r.digest() != null && r.digest().equals(reference.digest()));
  }

  private boolean is(DesiredImage image) {
    return isSame(image.reference())
        && (image.digest() == null
            || reference.digest() == null
            || image.digest().equals(reference.digest()));
  }

  private boolean isSame(ImageReference other) {
    if (!other.repository().equals(repository())) {
      return false;
    }
    return (other.tag() != null && reference.tag() != null)
        ? other.tag().equals(reference.tag())
        : other.digest() != null && other.digest().equals(reference.digest());
  }
}
