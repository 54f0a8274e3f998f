/**
 * Folders with a kustomization file: which files they reach, and what {@code kustomize build} makes
 * of them. Uses {@code manifest}, {@code sops} and {@code tool}.
 */
@NullMarked
package dev.slipway.applier.kustomize;

import org.jspecify.annotations.NullMarked;
