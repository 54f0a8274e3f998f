/** How a Git remote over SSH is reached: one key, and hosts that are known. */
@NullMarked
package dev.slipway.git;

import org.jspecify.annotations.NullMarked;
