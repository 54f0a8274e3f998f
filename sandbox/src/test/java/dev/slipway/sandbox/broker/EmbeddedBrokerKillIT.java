package dev.slipway.sandbox.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerKillIT {
  @TempDir Path data;

  @Test
  void losesNothingWhenItsProcessIsKilled() throws Exception {
    String address;
    try (BrokerProcess process = BrokerProcess.start(data)) {
      address = process.bootstrapServers();
      EmbeddedBrokerIT.createTopic(address, "images");
      EmbeddedBrokerIT.send(address, "images", "one");
      assertThat(EmbeddedBrokerIT.readAll(address, "images")).containsExactly("one");
      EmbeddedBrokerIT.send(address, "images", "two");
      process.kill();
    }

    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      assertThat(EmbeddedBrokerIT.readAll(address, "images")).containsExactly("two");
    }
  }
}
