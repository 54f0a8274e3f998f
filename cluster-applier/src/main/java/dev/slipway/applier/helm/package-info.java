@org.jspecify.annotations.NullMarked
package dev.slipway.applier.helm;
