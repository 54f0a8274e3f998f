/**
 * Programs of others as child processes: on the files that they are given and nothing else, for a
 * limited time, with limited memory and output, without network, plug-ins and our environment.
 */
@NullMarked
package dev.slipway.applier.tool;

import org.jspecify.annotations.NullMarked;
