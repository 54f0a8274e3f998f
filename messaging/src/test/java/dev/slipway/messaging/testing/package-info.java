/** For the tests of services: run a keyed service without a broker. */
@NullMarked
package dev.slipway.messaging.testing;

import org.jspecify.annotations.NullMarked;
