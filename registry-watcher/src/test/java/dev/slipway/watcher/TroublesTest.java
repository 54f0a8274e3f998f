package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.events.value.ImageRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TroublesTest {
  private static final ImageRepository WEB = ImageRepository.parse("ghcr.io/acme/web");
  private static final ImageRepository API = ImageRepository.parse("ghcr.io/acme/api");
  private static final ImageRepository OTHER = ImageRepository.parse("quay.io/acme/other");
  private final Logger logger = (Logger) LoggerFactory.getLogger(Troubles.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Troubles troubles =
      new Troubles(
          InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")), Duration.ofMinutes(5));

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
  void aRegistryThatRefusesEverythingIsOneOutage() {
    troubles.failed(WEB, limited());
    troubles.failed(API, limited());
    troubles.failed(WEB, limited());
    assertThat(said()).containsExactly("outage begins, trying again");

    troubles.succeeded(API);
    troubles.succeeded(API);
    assertThat(said()).hasSize(1);
    troubles.succeeded(WEB);
    assertThat(said()).containsExactly("outage begins, trying again", "outage ended");
    assertThat(troubles.current()).isEmpty();
  }

  @Test
  void anotherRegistryIsAnotherOutage() {
    troubles.failed(WEB, limited());
    troubles.failed(OTHER, limited());
    assertThat(said()).hasSize(2).containsOnly("outage begins, trying again");
  }

  @Test
  void whatIsWrongWithOneRepositoryIsToldOfThatAlone() {
    troubles.failed(WEB, absent());
    troubles.failed(WEB, absent());
    troubles.failed(API, absent());
    troubles.succeeded(WEB);
    assertThat(said())
        .containsExactly(
            "repository cannot be watched, trying again",
            "repository cannot be watched, trying again",
            "repository is watched again");
  }

  @Test
  void anAnswerEndsTheOutageThoughItIsARefusal() {
    troubles.failed(WEB, limited());
    troubles.failed(WEB, absent());
    assertThat(said())
        .containsExactly(
            "outage begins, trying again",
            "outage ended",
            "repository cannot be watched, trying again");
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getMessage).toList();
  }

  private static RegistryException limited() {
    return new TransientRegistryException(
        RegistryFailure.RATE_LIMITED, "too many requests", Duration.ofSeconds(1), null);
  }

  private static RegistryException absent() {
    return new PermanentRegistryException(RegistryFailure.REPOSITORY_ABSENT, "no such", null);
  }
}
