/**
 * Registries tell of pushes here: Docker distribution's notifications.
 *
 * <p>A notification is a hint and nothing more: the registry is asked before anything is told.
 * Whoever sends it must know the token.
 */
@NullMarked
package dev.slipway.watcher.webhook;

import org.jspecify.annotations.NullMarked;
