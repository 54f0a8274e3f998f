package dev.slipway.guard.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.events.value.QueueReading;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReadingOutagesTest {
  private static final QueueReading EAST = new QueueReading("jobs", "us-east-2", 0, 0, 0, null);
  private static final QueueReading WEST = new QueueReading("jobs", "us-west-2", 0, 0, 0, null);
  private static final QueueReading NO_EAST = new QueueReading("jobs", "us-east-2", 0, 0, 0, "503");
  private static final QueueReading NO_WEST = new QueueReading("jobs", "us-west-2", 0, 0, 0, "503");

  private final Logger logger = (Logger) LoggerFactory.getLogger(ReadingOutages.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong now = new AtomicLong();
  private final ReadingOutages outages = new ReadingOutages(now::get);

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
  void oneLineWhenItBeginsAndOneWhenItEndsHoweverManyRegions() {
    outages.note(List.of(NO_EAST, NO_WEST));
    outages.note(List.of(NO_EAST, NO_WEST));
    outages.note(List.of(EAST, NO_WEST));
    assertThat(levels()).containsExactly(Level.WARN);

    outages.note(List.of(EAST, WEST));
    outages.note(List.of(EAST, WEST));
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO);
  }

  @Test
  void theNextOutageIsToldAgain() {
    outages.note(List.of(NO_EAST));
    outages.note(List.of(EAST));
    outages.note(List.of(NO_WEST));
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO, Level.WARN);
  }

  @Test
  void aQueueThatNobodyAsksAnyMoreKeepsNoOutageOpen() {
    outages.note(List.of(NO_WEST));
    now.addAndGet(Duration.ofSeconds(61).toNanos());
    outages.note(List.of(EAST));
    assertThat(levels()).containsExactly(Level.WARN, Level.INFO);
  }

  private List<Level> levels() {
    return lines.list.stream().map(ILoggingEvent::getLevel).toList();
  }
}
