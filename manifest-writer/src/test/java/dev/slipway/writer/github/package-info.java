@NullMarked
package dev.slipway.writer.github;

import org.jspecify.annotations.NullMarked;
