package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyedWorkIT {
  private static final String REQUESTS = Topic.REQUESTS.topicName();
  private static Broker broker;

  @BeforeAll
  static void startBroker() {
    broker = new Broker();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void notesWhatArrivesAndWorksOnIt() {
    var notes = new Notes();
    try (var service =
        new RunningService.Starting(broker, "noting").keyed(notes, REQUESTS).start().awaitReady()) {
      var hold = Samples.hold("noting");
      service.publisher().publish(hold);
      await()
          .untilAsserted(
              () -> assertThat(notes.done("noting")).containsExactly(hold.id().toString()));
    }
  }
}
