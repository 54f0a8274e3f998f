/** Messaging against a real broker in the test's JVM. */
@NullMarked
package dev.slipway.messaging.kafka;

import org.jspecify.annotations.NullMarked;
