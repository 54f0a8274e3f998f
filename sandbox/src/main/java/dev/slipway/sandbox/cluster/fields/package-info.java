/**
 * Who owns which field, and the four ways to change an object: server-side apply and the three
 * patches.
 *
 * <p>Follows the rules of Kubernetes' structured-merge-diff. Pure functions on trees; uses {@code
 * objects} and {@code schema}.
 */
@NullMarked
package dev.slipway.sandbox.cluster.fields;

import org.jspecify.annotations.NullMarked;
