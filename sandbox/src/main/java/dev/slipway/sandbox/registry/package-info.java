/**
 * A container registry for a laptop and for tests: the OCI distribution specification 1.1 over
 * HTTP, kept in a folder, with the Docker distribution notification; and a maker of small real
 * images.
 *
 * <p>A stand-in for a registry, not for its scale: no TLS, no garbage collection. Real clients
 * (crane, skopeo, docker) push to it. Uses the JDK, Jackson and {@code sandbox.http}.
 */
@NullMarked
package dev.slipway.sandbox.registry;

import org.jspecify.annotations.NullMarked;
