@NullMarked
package dev.slipway.guard;

import org.jspecify.annotations.NullMarked;
