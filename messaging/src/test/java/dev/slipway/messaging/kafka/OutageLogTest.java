package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.messaging.KeyMovedException;
import dev.slipway.messaging.Transient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(OutageLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final OutageLog log =
      new OutageLog(
          new BrokerOutage(() -> 0),
          Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));

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
  void saysOnceThatAnOutageBeginsAndOnceThatItEnds() {
    log.failed("staging", away());
    log.failed("production", away());
    log.failed("staging", away());
    assertThat(levels()).containsExactly(Level.WARN);
    log.ended("staging");
    assertThat(levels()).containsExactly(Level.WARN);
    log.ended("production");
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO);
  }

  @Test
  void saysSoAgainForTheNextOutage() {
    log.failed("staging", away());
    log.ended("staging");
    log.failed("staging", away());
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO, Level.WARN);
  }

  @Test
  void tellsOneOutageFromAnother() {
    log.failed("staging", new Away("GIT_UNAVAILABLE"));
    log.failed("staging", new Away("CLUSTER_UNAVAILABLE"));
    assertThat(levels()).containsExactly(Level.WARN, Level.WARN);
    log.ended("staging");
    assertThat(levels()).containsExactly(Level.WARN, Level.WARN, Level.INFO, Level.INFO);
  }

  @Test
  void aKeyThatMovesIsNoOutage() {
    log.failed("staging", new KeyMovedException("staging"));
    log.ended("staging");
    assertThat(levels()).isEmpty();
  }

  @Test
  void hasNothingToSayOfKeysThatDidNotFail() {
    log.ended("staging");
    assertThat(levels()).isEmpty();
  }

  private List<Level> levels() {
    return lines.list.stream().map(ILoggingEvent::getLevel).toList();
  }

  private static Away away() {
    return new Away("GIT_UNAVAILABLE");
  }

  /** Something outside does not answer. */
  private static final class Away extends RuntimeException implements Transient {
    private static final long serialVersionUID = 1;
    private final String kind;

    private Away(String kind) {
      super("no answer");
      this.kind = kind;
    }

    @Override
    public String kind() {
      return kind;
    }
  }
}
