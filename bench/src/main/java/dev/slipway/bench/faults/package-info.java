/**
 * {@code bench faults}: pushes while processes are killed, then asks the registry, Git, the topics
 * and the cluster whether anything was lost or done twice. Starts a sandbox of its own.
 */
@NullMarked
package dev.slipway.bench.faults;

import org.jspecify.annotations.NullMarked;
