package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Restart;
import java.util.Optional;

/** A tag that is followed by digest has moved: the files stay, the pods restart. */
final class MovedTag {
  private final Desk desk;
  private final Plan plan;

  MovedTag(Desk desk, Plan plan) {
    this.desk = desk;
    this.plan = plan;
  }

  void restart(Candidate candidate, Environment environment) {
    Digest digest = candidate.digest();
    String place = environment.name() + "/" + candidate.repository();
    Optional<Digest> before = desk.state().tags().digest(place);
    if (digest == null || before.equals(Optional.of(digest))) {
      return;
    }
    plan.learn(place, digest);
    if (before.isEmpty()) {
      // The first look: nothing has moved since.
      return;
    }
    plan.restart(
        candidate.cause(),
        environment.name(),
        new Restart(
            EventId.derive("restart", candidate.cause().decision(), environment.name()),
            null,
            new ImageReference(candidate.repository(), candidate.tag(), null),
            digest,
            candidate.repository().shortName()
                + ":"
                + candidate.tag()
                + " moved from "
                + before.get().abbreviated()
                + " to "
                + digest.abbreviated()));
  }
}
