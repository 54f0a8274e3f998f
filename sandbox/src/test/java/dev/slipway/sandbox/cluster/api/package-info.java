@NullMarked
package dev.slipway.sandbox.cluster.api;

import org.jspecify.annotations.NullMarked;
