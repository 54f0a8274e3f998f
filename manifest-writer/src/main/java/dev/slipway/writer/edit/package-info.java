/**
 * Edits other people's manifests: finds the values that name an image and changes their characters,
 * and no other byte of the file.
 *
 * <p>Owns markers, paths, quoting and every refusal. Plain Java over snakeyaml-engine's parser;
 * knows nothing of Git, Kafka or Spring.
 */
@NullMarked
package dev.slipway.writer.edit;

import org.jspecify.annotations.NullMarked;
