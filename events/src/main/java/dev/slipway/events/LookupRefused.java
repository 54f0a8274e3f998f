package dev.slipway.events;

import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;

/**
 * A lookup that the registry does not answer until somebody changes something: mostly the
 * credentials that the watcher has for it.
 *
 * <p>Told once. The registry is asked again for a day, with the credentials of the moment; what it
 * says then is told as {@link ImageFound} or {@link ImageAbsent}.
 *
 * @param reason a token of few possible values, such as {@code UNAUTHORIZED}
 * @param message for people: what was asked, what the registry said, what to set
 */
public record LookupRefused(
    ImageRepository repository,
    EventId lookup,
    ImageReference reference,
    String reason,
    String message)
    implements ImageEvent {}
