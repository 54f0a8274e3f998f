@NullMarked
package dev.slipway.writer.git;

import org.jspecify.annotations.NullMarked;
