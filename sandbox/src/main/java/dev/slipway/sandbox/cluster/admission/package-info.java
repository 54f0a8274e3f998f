/**
 * The way of every write, the API's and the controllers': fields checked, defaults set, rules kept,
 * owners recorded, then stored.
 *
 * <p>Uses {@code objects}, {@code schema} and {@code fields}.
 */
@NullMarked
package dev.slipway.sandbox.cluster.admission;

import org.jspecify.annotations.NullMarked;
