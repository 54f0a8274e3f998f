package dev.slipway.messaging.kafka;

import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.KeyMovedException;
import dev.slipway.messaging.Transient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line when an outage begins and one when it ends, however many keys it concerns and however
 * often they try. An outage is a kind of transient failure. The broker's are told by {@link
 * BrokerOutage}.
 */
final class OutageLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

  private static final class Outage {
    private final Instant since;
    private final Set<String> keys = new HashSet<>();

    private Outage(Instant since) {
      this.since = since;
    }
  }

  private final BrokerOutage broker;
  private final Clock clock;
  private final Map<String, Outage> outages = new HashMap<>();

  OutageLog(BrokerOutage broker, Clock clock) {
    this.broker = broker;
    this.clock = clock;
  }

  synchronized void failed(String key, Transient failure) {
    if (failure instanceof BrokerUnavailableException away) {
      broker.failed(String.valueOf(away.getMessage()));
      return;
    }
    if (failure instanceof KeyMovedException) {
      return; // Nothing is away: the work goes on elsewhere.
    }
    Outage outage = outages.get(failure.kind());
    if (outage == null) {
      outage = new Outage(clock.instant());
      outages.put(failure.kind(), outage);
      LOG.atWarn()
          .addKeyValue("kind", failure.kind())
          .addKeyValue("key", key)
          .addKeyValue("problem", failure instanceof Throwable t ? t.getMessage() : failure)
          .log("outage begins, trying again");
    }
    outage.keys.add(key);
  }

  /** The key's work went well, or is not ours any more. */
  synchronized void ended(String key) {
    outages
        .entrySet()
        .removeIf(
            entry -> {
              Outage outage = entry.getValue();
              boolean over = outage.keys.remove(key) && outage.keys.isEmpty();
              if (over) {
                LOG.atInfo()
                    .addKeyValue("kind", entry.getKey())
                    .addKeyValue("lasted", Duration.between(outage.since, clock.instant()))
                    .log("outage ended");
              }
              return over;
            });
  }
}
