/**
 * Files into objects: plain YAML, as kubectl reads it. What needs another tool (Kustomize, Helm,
 * SOPS) is refused by name. Uses the core's ports and {@code object}.
 */
@NullMarked
package dev.slipway.applier.manifest;

import org.jspecify.annotations.NullMarked;
