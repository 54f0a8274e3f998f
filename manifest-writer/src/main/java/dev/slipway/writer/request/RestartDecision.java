package dev.slipway.writer.request;

import dev.slipway.events.RestartRequested;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Restart;
import dev.slipway.writer.Cause;
import java.util.Optional;

/** A restart is a revision without a commit. */
final class RestartDecision {
  private RestartDecision() {}

  static void decide(OpenRequest request, RestartRequested asked) {
    Cause cause = request.asked().cause();
    String reason = Optional.ofNullable(asked.reason()).orElse("asked for");
    request
        .plan()
        .restart(
            cause,
            request.environment().name(),
            new Restart(
                EventId.derive("restart", cause.decision()),
                asked.workload(),
                null,
                null,
                asked.actor() + ": " + reason));
    request.done();
  }
}
