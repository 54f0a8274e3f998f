@NullMarked
package dev.slipway.notifier.http;

import org.jspecify.annotations.NullMarked;
