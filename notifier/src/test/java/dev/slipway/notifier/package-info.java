@NullMarked
package dev.slipway.notifier;

import org.jspecify.annotations.NullMarked;
