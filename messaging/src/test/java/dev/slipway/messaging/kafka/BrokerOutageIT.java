package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.messaging.BrokerUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BrokerOutageIT {
  @Test
  void goesOnWhenTheBrokerIsBack() {
    var mayFinish = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var notes =
        new Notes(
            (context, id) -> {
              begun.countDown();
              mayFinish.await();
            });
    try (var broker = new Broker();
        var service =
            new RunningService.Starting(broker, "enduring")
                .keyed(notes, Topic.REQUESTS.topicName())
                .with("publish-timeout", "500ms")
                .start()
                .awaitReady()) {
      var before = Samples.hold("staging");
      service.publisher().publish(before);
      await().until(() -> begun.getCount() == 0);

      broker.stop();
      assertThat(catchThrowable(() -> service.publisher().publish(Samples.hold("staging"))))
          .isInstanceOf(BrokerUnavailableException.class);
      // Its work is done, but cannot be noted.
      mayFinish.countDown();
      await().untilAsserted(() -> assertThat(notes.calls.get("staging")).isGreaterThan(1));
      assertThat(notes.done("staging")).isEmpty();

      broker.startAgain();
      var after = Samples.hold("staging");
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(BrokerUnavailableException.class)
          .until(
              () -> {
                service.publisher().publish(after);
                return true;
              });
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(notes.done("staging"))
                      .contains(before.id().toString(), after.id().toString()));
    }
  }
}
