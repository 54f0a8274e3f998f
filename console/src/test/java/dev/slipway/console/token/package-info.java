@NullMarked
package dev.slipway.console.token;

import org.jspecify.annotations.NullMarked;
