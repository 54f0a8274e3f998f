@NullMarked
package dev.slipway.messaging.memory;

import org.jspecify.annotations.NullMarked;
