/**
 * What the simulated node finds when it pulls an image: a digest, a refusal, and how the image
 * behaves when it runs.
 */
@NullMarked
package dev.slipway.sandbox.cluster.images;

import org.jspecify.annotations.NullMarked;
