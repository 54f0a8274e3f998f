@NullMarked
package dev.slipway.git;

import org.jspecify.annotations.NullMarked;
