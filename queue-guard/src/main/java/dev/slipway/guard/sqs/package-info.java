/**
 * Asks Amazon SQS, or a server that speaks like it, what queues hold.
 *
 * <p>Implements {@link dev.slipway.guard.QueueReader} with the AWS SDK. Credentials come from the
 * SDK's default chain and appear in no message.
 */
@NullMarked
package dev.slipway.guard.sqs;

import org.jspecify.annotations.NullMarked;
