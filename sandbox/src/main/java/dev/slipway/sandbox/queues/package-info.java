/**
 * Job queues: an SQS-compatible server (ElasticMQ) for every region behind one address, as AWS
 * itself is reached.
 *
 * <p>A stand-in for SQS: nothing is kept over a restart, credentials are not checked, counts are
 * exact at once. Uses ElasticMQ, Jackson, the JDK and {@code sandbox.http}.
 */
@NullMarked
package dev.slipway.sandbox.queues;

import org.jspecify.annotations.NullMarked;
