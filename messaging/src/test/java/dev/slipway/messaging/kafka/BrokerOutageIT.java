package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.events.Topic;
import dev.slipway.messaging.BrokerUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BrokerOutageIT {
  private final Logger logger = (Logger) LoggerFactory.getLogger(BrokerOutage.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

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

      // Only now: a service that starts sets up its logging anew.
      lines.start();
      logger.addAppender(lines);
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
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(List.copyOf(lines.list))
                      .extracting(ILoggingEvent::getMessage)
                      .containsExactly("outage begins, trying again", "outage ended"));
    }
  }
}
