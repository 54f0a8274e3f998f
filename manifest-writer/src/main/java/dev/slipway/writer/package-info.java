/**
 * The manifest writer's core: decides which version each environment should run, and has it
 * written.
 *
 * <p>Plain Java: what is desired, in terms of {@link dev.slipway.writer.policy} (choosing), {@link
 * dev.slipway.writer.files} (what an environment holds), {@link dev.slipway.writer.edit} (changing
 * a file), {@link dev.slipway.writer.request} (what people ask for at the console) and {@link
 * dev.slipway.writer.configuration} (what they wrote down). Git is reached through {@link
 * dev.slipway.writer.Branch}.
 */
@NullMarked
package dev.slipway.writer;

import org.jspecify.annotations.NullMarked;
