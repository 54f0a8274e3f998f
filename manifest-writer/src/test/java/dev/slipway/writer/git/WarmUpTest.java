package dev.slipway.writer.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class WarmUpTest {
  @TempDir Path cache;
  private final Logger logger = (Logger) LoggerFactory.getLogger(WarmUp.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void leavesNothingBehind() {
    new WarmUp(cache.resolve("warm-up")).run();

    assertThat(log.list).isEmpty();
    assertThat(cache).isEmptyDirectory();
  }

  @Test
  void removesWhatOneThatWasKilledHasLeft() throws IOException {
    Files.createDirectories(cache.resolve("warm-up/remote.git"));
    Files.writeString(cache.resolve("warm-up/remote.git/HEAD"), "half");
    Files.writeString(cache.resolve("a copy"), "stays");

    new WarmUp(cache.resolve("warm-up")).run();

    assertThat(log.list).isEmpty();
    assertThat(cache)
        .isDirectoryContaining("glob:**/a copy")
        .isDirectoryNotContaining("glob:**/w*");
  }

  @Test
  void itsFailureIsNobodysConcern() throws IOException {
    Path file = Files.writeString(cache.resolve("no folder"), "");

    assertThatCode(() -> new WarmUp(file.resolve("warm-up")).run()).doesNotThrowAnyException();

    assertThat(log.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG).isNotEmpty();
  }
}
