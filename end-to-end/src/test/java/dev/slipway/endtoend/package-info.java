/**
 * The whole pipeline as separate processes, seen from outside: the command, the registry, Git, the
 * cluster and the messages.
 */
@NullMarked
package dev.slipway.endtoend;

import org.jspecify.annotations.NullMarked;
