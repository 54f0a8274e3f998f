/**
 * A real single-node Kafka broker (KRaft) inside this JVM, for a laptop and for tests.
 *
 * <p>Not a stand-in: clients, transactions, consumer groups and compaction behave as on a cluster
 * of one. Uses Kafka's server classes and nothing else of ours.
 */
@NullMarked
package dev.slipway.sandbox.broker;

import org.jspecify.annotations.NullMarked;
