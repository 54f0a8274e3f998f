@NullMarked
package dev.slipway.console.cli;

import org.jspecify.annotations.NullMarked;
