/**
 * Registries that speak the OCI distribution specification 1.1, over HTTP.
 *
 * <p>Owns requests, credentials and tokens, pages, and the translation of every failure into {@link
 * dev.slipway.watcher.RegistryException}. Uses the JDK's HTTP client and Jackson.
 */
@NullMarked
package dev.slipway.watcher.registry;

import org.jspecify.annotations.NullMarked;
