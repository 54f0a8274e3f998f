package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;

/**
 * Pods are to be restarted though no file changed: a digest moved, or somebody asked.
 *
 * @param revision the revision that runs, with its next restart number and every restart not yet
 *     done
 */
public record RestartDecided(Revision revision, Restart restart) implements RevisionEvent {

  @Override
  public EnvironmentName environment() {
    return revision.environment();
  }
}
