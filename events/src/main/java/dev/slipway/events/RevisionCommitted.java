package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Revision;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The branch holds a commit that concerns this environment. Read from the branch's log: a person's
 * commit is an event like ours.
 *
 * @param author name of the commit's author
 * @param subject first line of the commit's message
 * @param ours whether Slipway wrote it
 * @param updates what Slipway changed in this environment; empty for a person's commit
 * @param again whether the same commit was told of before: it is issued anew, because the
 *     environment is declared otherwise or a proof came. Absent: it is not
 */
public record RevisionCommitted(
    Revision revision,
    String author,
    String subject,
    boolean ours,
    Instant committedAt,
    List<ImageUpdate> updates,
    @Nullable Boolean again)
    implements RevisionEvent {
  public RevisionCommitted {
    updates = List.copyOf(updates);
  }

  /** One that nobody heard of yet. */
  public RevisionCommitted(
      Revision revision,
      String author,
      String subject,
      boolean ours,
      Instant committedAt,
      List<ImageUpdate> updates) {
    this(revision, author, subject, ours, committedAt, updates, null);
  }

  @Override
  public EnvironmentName environment() {
    return revision.environment();
  }
}
