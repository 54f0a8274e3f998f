package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.RolloutFailure;

/**
 * A question about a cluster that cannot be answered, or was refused. Nothing was written.
 *
 * @param question the request's id
 * @param message what to do
 */
public record QuestionDeclined(
    EnvironmentName environment, EventId question, RolloutFailure reason, String message)
    implements ReportEvent {}
