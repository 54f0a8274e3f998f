/**
 * How every stand-in of the sandbox speaks HTTP on 127.0.0.1: one server, basic authentication,
 * faults on demand, webhooks out.
 *
 * <p>Uses the JDK only.
 */
@NullMarked
package dev.slipway.sandbox.http;

import org.jspecify.annotations.NullMarked;
