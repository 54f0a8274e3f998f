/**
 * Measures what {@code up} runs, from outside: the registry, Git, the topics and the cluster. Each
 * sub-package is one command; what they share lies in {@code running} and {@code report}.
 */
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
