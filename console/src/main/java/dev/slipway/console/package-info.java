/**
 * What people see of the pipeline and what they may ask of it: status, events, the story of a push,
 * requests.
 *
 * <p>Owns the read model, kept from the events alone, and the checks of a request before it is
 * published. Uses {@code events} and the interfaces of {@code messaging}; no Spring but in the
 * application itself, no HTTP.
 */
@NullMarked
package dev.slipway.console;

import org.jspecify.annotations.NullMarked;
