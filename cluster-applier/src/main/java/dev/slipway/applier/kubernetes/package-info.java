/**
 * Kubernetes by the fabric8 client: its configuration, authentication, transport and informers;
 * requests are made on its HTTP client, because what matters here (apply patches, dry-run,
 * preconditions, the causes of a refusal) is plain in them.
 */
@NullMarked
package dev.slipway.applier.kubernetes;

import org.jspecify.annotations.NullMarked;
