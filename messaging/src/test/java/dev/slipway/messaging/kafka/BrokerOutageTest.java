package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BrokerOutageTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(BrokerOutage.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong nanoTime = new AtomicLong();
  private final BrokerOutage outage = new BrokerOutage(nanoTime::get);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  @Test
  void saysOnceThatItBeginsAndOnceThatItEnds() {
    outage.failed("state cannot be restored");
    outage.failed("reading fails");
    after(60);
    outage.failed("not confirmed in time");
    after(4);
    outage.looked(true);
    outage.looked(true);

    assertThat(levels()).containsExactly(Level.WARN, Level.INFO);
    assertThat(lines.list.getLast().getKeyValuePairs().toString()).contains("PT1M4S");
  }

  @Test
  void whatStillFailsRightAfterTheReturnIsTheSameOutage() {
    outage.failed("reading fails");
    after(60);
    outage.looked(true);
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO);

    outage.failed("reading fails");
    after(1);
    outage.looked(true);
    outage.failed("not confirmed in time");
    after(2);
    outage.looked(true);
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO, Level.WARN);
    after(1);
    outage.looked(true);
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO, Level.WARN, Level.INFO);
  }

  @Test
  void aServiceThatHasNothingToDoNoticesTheSilence() {
    outage.looked(true);
    after(9);
    outage.looked(false);
    assertThat(levels()).isEmpty();
    after(1);
    outage.looked(false);
    outage.looked(false);
    assertThat(levels()).containsExactly(Level.WARN);
    after(5);
    outage.looked(true);
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO);
  }

  @Test
  void aStartThatTakesLongIsNoSilence() {
    after(30);
    outage.looked(false);
    assertThat(levels()).isEmpty();
    after(10);
    outage.looked(false);
    assertThat(levels()).containsExactly(Level.WARN);
  }

  private void after(int seconds) {
    nanoTime.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private List<Level> levels() {
    return lines.list.stream().map(ILoggingEvent::getLevel).toList();
  }
}
