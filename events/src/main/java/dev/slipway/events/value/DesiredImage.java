package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * An image that an environment's files name.
 *
 * @param name its name in {@code slipway.yaml}; absent for an image that Slipway does not manage
 * @param reference as the file says it
 * @param digest what it is, as far as the writer knows
 * @param proven whether it ran successfully in the environment that this one promotes from, or in
 *     this one before; true where nothing needs proof
 */
public record DesiredImage(
    @Nullable String name, ImageReference reference, @Nullable Digest digest, boolean proven) {}
