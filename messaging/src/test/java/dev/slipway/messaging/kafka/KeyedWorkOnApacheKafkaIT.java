package dev.slipway.messaging.kafka;

import org.junit.jupiter.api.condition.EnabledIf;

/** The same against the broker as it is released. */
@EnabledIf(value = ApacheKafka.POSSIBLE, disabledReason = ApacheKafka.WHY)
class KeyedWorkOnApacheKafkaIT extends KeyedWorkIT {
  @Override
  Broker newBroker() {
    return ApacheKafka.start();
  }
}
