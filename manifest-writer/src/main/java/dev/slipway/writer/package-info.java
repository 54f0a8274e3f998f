/**
 * The manifest writer's core: decides which version each environment should run, and has it
 * written.
 *
 * <p>Plain Java: what is desired, in terms of {@link dev.slipway.writer.policy} (choosing), {@link
 * dev.slipway.writer.edit} (changing a file) and {@link dev.slipway.writer.configuration} (what
 * people asked for). Git is reached through {@link dev.slipway.writer.Branch}.
 */
@NullMarked
package dev.slipway.writer;

import org.jspecify.annotations.NullMarked;
