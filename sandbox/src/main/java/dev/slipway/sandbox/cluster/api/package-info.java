/**
 * The Kubernetes API over HTTP: routes, discovery, watches, tables, and the faults that tests make.
 *
 * <p>Uses {@code admission}, {@code objects} and {@code schema}, and the JDK's HTTP server.
 */
@NullMarked
package dev.slipway.sandbox.cluster.api;

import org.jspecify.annotations.NullMarked;
