/**
 * What is to be written and pruned, found by comparing the rendered objects with the live ones.
 * Reads the cluster; writes nothing.
 */
@NullMarked
package dev.slipway.applier.plan;

import org.jspecify.annotations.NullMarked;
