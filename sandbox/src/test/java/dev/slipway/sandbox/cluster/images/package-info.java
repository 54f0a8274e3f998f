@NullMarked
package dev.slipway.sandbox.cluster.images;

import org.jspecify.annotations.NullMarked;
