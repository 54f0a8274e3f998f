package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ObjectName;
import java.util.List;

/**
 * An environment is set up in its cluster: revisions may be applied to it.
 *
 * @param question the request's id
 * @param objects what was made for it; empty where it was there already
 */
public record EnvironmentCreated(
    EnvironmentName environment,
    EventId question,
    String cluster,
    List<ObjectName> objects,
    Actor actor)
    implements ReportEvent {
  public EnvironmentCreated {
    objects = List.copyOf(objects);
  }
}
