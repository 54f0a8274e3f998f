package dev.slipway.events.value;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One image value that Slipway changed in an environment.
 *
 * @param name the image's name in {@code slipway.yaml}
 * @param from the version before, as it was written
 * @param to the version now, as it is written
 * @param cause the event that led to it
 * @param correlation the push or request that started it
 * @param causedAt when the cause was told, by its sender's clock: for people and for measuring
 * @param traceparent W3C trace context of the cause
 */
public record ImageUpdate(
    String name,
    ImageRepository repository,
    @Nullable String from,
    String to,
    EventId cause,
    EventId correlation,
    @Nullable Instant causedAt,
    @Nullable String traceparent) {

  /** One whose cause says nothing of time and trace. */
  public ImageUpdate(
      String name,
      ImageRepository repository,
      @Nullable String from,
      String to,
      EventId cause,
      EventId correlation) {
    this(name, repository, from, to, cause, correlation, null, null);
  }
}
