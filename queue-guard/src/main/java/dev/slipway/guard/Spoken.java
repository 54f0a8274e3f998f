package dev.slipway.guard;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.HoldReason;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts what the gate has said. */
final class Spoken {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentGate.class);

  private final Outcomes outcomes;

  Spoken(Outcomes outcomes) {
    this.outcomes = outcomes;
  }

  void cleared(Candidate candidate, Decision.Clear clear) {
    outcomes.count("cleared", token(clear.clearance()));
    LOG.atInfo()
        .addKeyValue("environment", candidate.revision().environment())
        .addKeyValue("sequence", candidate.sequence())
        .addKeyValue("correlation", candidate.cause().correlation())
        .addKeyValue("clearance", clear.clearance())
        .log("revision cleared");
  }

  void held(Candidate candidate, List<HoldReason> reasons) {
    for (HoldReason reason : reasons) {
      outcomes.count("held", token(reason.kind()));
    }
    LOG.atInfo()
        .addKeyValue("environment", candidate.revision().environment())
        .addKeyValue("sequence", candidate.sequence())
        .addKeyValue("correlation", candidate.cause().correlation())
        .addKeyValue("reason", reasons.stream().map(HoldReason::kind).toList())
        .addKeyValue("detail", reasons.stream().map(HoldReason::message).toList())
        .log("revision held");
  }

  void announced(EnvironmentName environment, Announcement announcement) {
    switch (announcement) {
      case Announcement.Held held -> {
        outcomes.count("held", "environment");
        LOG.atInfo()
            .addKeyValue("environment", environment)
            .addKeyValue("actor", held.actor())
            .log("environment held");
      }
      case Announcement.Resumed resumed -> {
        outcomes.count("resumed", "environment");
        LOG.atInfo()
            .addKeyValue("environment", environment)
            .addKeyValue("actor", resumed.actor())
            .log("environment resumed");
      }
      case Announcement.Superseded superseded -> {
        outcomes.count("superseded", "newer_revision");
        LOG.atInfo()
            .addKeyValue("environment", environment)
            .addKeyValue("sequence", superseded.sequence())
            .addKeyValue("by", superseded.by())
            .log("revision superseded");
      }
    }
  }

  private static String token(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
