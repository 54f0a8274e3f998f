@NullMarked
package dev.slipway.guard.sqs;

import org.jspecify.annotations.NullMarked;
