/**
 * What fields a kind has and how its lists and maps are merged.
 *
 * <p>The built-in kinds' schemas are a resource derived from the OpenAPI v3 documents of Kubernetes
 * 1.36 (Apache-2.0): descriptions and limits are left out. Uses {@code objects}.
 */
@NullMarked
package dev.slipway.sandbox.cluster.schema;

import org.jspecify.annotations.NullMarked;
