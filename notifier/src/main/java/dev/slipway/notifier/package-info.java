/**
 * Tell: who hears of what.
 *
 * <p>Owns receivers and the words of every message. {@link dev.slipway.notifier.ReceiverRouter}
 * says who hears of an event, {@link dev.slipway.notifier.ReceiverService} keeps and sends what is
 * to be told, and {@link dev.slipway.notifier.Messenger} is the port to the receivers. Plain Java,
 * {@code events} and {@code messaging}; Spring only in the application, its configuration, its
 * settings and {@code web}.
 */
@NullMarked
package dev.slipway.notifier;

import org.jspecify.annotations.NullMarked;
