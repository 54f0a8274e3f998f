/**
 * What a laptop lacks: a broker, a registry, a Git host, queues, a Slack and a cluster, in one JVM.
 *
 * <p>Each part is a package of its own, is started by itself and closes itself, knows no other part
 * and none of Slipway's services: every part can be replaced by a real one through configuration.
 * Port 0 means any free port everywhere; everything listens on 127.0.0.1 only.
 */
@NullMarked
package dev.slipway.sandbox;

import org.jspecify.annotations.NullMarked;
