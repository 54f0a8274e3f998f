/**
 * Helm charts, rendered by {@code helm template} and applied like any other files: a chart in the
 * repository, and Flux's {@code HelmRelease} with its chart from this repository, from another,
 * from an OCI registry or a Helm repository. Uses {@code manifest} and {@code tool}.
 */
@NullMarked
package dev.slipway.applier.helm;

import org.jspecify.annotations.NullMarked;
