/** What holds for messaging as a whole. */
@NullMarked
package dev.slipway.messaging;

import org.jspecify.annotations.NullMarked;
