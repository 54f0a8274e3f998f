@NullMarked
package dev.slipway.sandbox.cluster;

import org.jspecify.annotations.NullMarked;
