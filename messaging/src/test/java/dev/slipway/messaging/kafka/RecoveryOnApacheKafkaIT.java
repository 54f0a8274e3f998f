package dev.slipway.messaging.kafka;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same against the broker as it is released. */
@EnabledIf(value = ApacheKafka.POSSIBLE, disabledReason = ApacheKafka.WHY)
class RecoveryOnApacheKafkaIT extends RecoveryIT {
  @Override
  Broker newBroker() {
    return ApacheKafka.start();
  }
}
