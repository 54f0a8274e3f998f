package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.ImageUpdate;
import java.util.List;

/**
 * New versions wait for people: they are in a pull request on the Git host. Told when the request
 * is opened and whenever it changes. What ends it is {@link RevisionCommitted} once it is merged,
 * {@link UpdateDeclined} where it is closed without a merge.
 *
 * @param request its address, for people
 * @param title its title
 * @param branch the branch that it asks to merge: Slipway's own
 * @param opened whether it is new; false where an open one has changed
 * @param updates what it changes in this environment
 */
public record UpdateProposed(
    EnvironmentName environment,
    String request,
    String title,
    GitBranch branch,
    boolean opened,
    List<ImageUpdate> updates)
    implements RevisionEvent {
  public UpdateProposed {
    if (request.isBlank()) {
      throw new IllegalArgumentException("request must not be empty");
    }
    updates = List.copyOf(updates);
  }
}
