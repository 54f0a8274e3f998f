@NullMarked
package dev.slipway.sandbox.cluster.fields;

import org.jspecify.annotations.NullMarked;
