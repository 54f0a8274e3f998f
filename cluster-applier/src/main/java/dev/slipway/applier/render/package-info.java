/**
 * An environment's folder into its objects: plain YAML, Kustomize, Helm, decrypted. Puts {@code
 * manifest}, {@code kustomize}, {@code helm} and {@code sops} together; Flux's own objects are read
 * for their meaning and never applied.
 */
@NullMarked
package dev.slipway.applier.render;

import org.jspecify.annotations.NullMarked;
