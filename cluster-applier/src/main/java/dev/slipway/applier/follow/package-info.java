/** Follows a rollout until it is done or certain to fail, and finds the cause in words. */
@NullMarked
package dev.slipway.applier.follow;

import org.jspecify.annotations.NullMarked;
