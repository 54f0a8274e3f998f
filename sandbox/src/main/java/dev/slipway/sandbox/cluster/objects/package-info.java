/**
 * What the simulated cluster keeps: kinds, objects, their versions and the changes others watch.
 *
 * <p>Uses Jackson's trees and nothing else. A tree that is stored is never changed: whoever wants
 * another one copies it first.
 */
@NullMarked
package dev.slipway.sandbox.cluster.objects;

import org.jspecify.annotations.NullMarked;
