package dev.slipway.messaging.kafka;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the broker is away, for the whole service: one line when that begins and one when it has
 * ended, whoever notices. Safe for any thread.
 *
 * <p>A reader hears from the broker twice a second though nothing happens, so that an outage is
 * noticed by a service that has nothing to do as well.
 */
final class BrokerOutage {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerOutage.class);

  /** Without an answer for so long, it is away. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** So long without trouble, it is back: what was sent last may still fail a moment later. */
  private static final Duration STEADY = Duration.ofSeconds(3);

  private final LongSupplier nanoTime;
  private boolean away;
  private long since;
  private long lastTrouble;
  private long lastAnswer;
  private boolean hasLooked;

  BrokerOutage(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Something that the broker was asked for failed. */
  synchronized void failed(String problem) {
    lastTrouble = nanoTime.getAsLong();
    if (!away) {
      away = true;
      since = lastTrouble;
      LOG.atWarn()
          .addKeyValue("kind", "BROKER_UNAVAILABLE")
          .addKeyValue("problem", problem)
          .log("outage begins, trying again");
    }
  }

  /** A reader looked for news. */
  synchronized void looked(boolean answered) {
    long now = nanoTime.getAsLong();
    if (!hasLooked) {
      // A service that takes long to start has not been waiting for the broker.
      hasLooked = true;
      lastAnswer = now;
    }
    if (answered) {
      lastAnswer = now;
      if (away && now - lastTrouble >= STEADY.toNanos()) {
        away = false;
        LOG.atInfo()
            .addKeyValue("kind", "BROKER_UNAVAILABLE")
            .addKeyValue("lasted", Duration.ofNanos(now - since).truncatedTo(ChronoUnit.SECONDS))
            .log("outage ended");
      }
    } else if (now - lastAnswer >= SILENCE.toNanos()) {
      failed("no answer for " + SILENCE.toSeconds() + " s");
    }
  }
}
