@NullMarked
package dev.slipway.sandbox.cluster.objects;

import org.jspecify.annotations.NullMarked;
