package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying a commit would change. Nothing was written.
 *
 * @param question the request's id; absent where the environment is only observed
 * @param objects those that would change; secrets are masked
 * @param more how many further objects would change that are not listed
 * @param obstacles why applying it would be refused as things are, in words; absent: it would not
 * @param sequence of the revision, where the environment is only observed; absent in an answer
 */
public record DiffReported(
    EnvironmentName environment,
    @Nullable EventId question,
    GitRevision commit,
    List<ObjectDiff> objects,
    int more,
    @Nullable List<String> obstacles,
    @Nullable Sequence sequence)
    implements ReportEvent {
  public DiffReported {
    objects = List.copyOf(objects);
    obstacles = obstacles == null ? null : List.copyOf(obstacles);
  }

  /** An answer: nothing speaks against applying it. */
  public DiffReported(
      EnvironmentName environment,
      @Nullable EventId question,
      GitRevision commit,
      List<ObjectDiff> objects,
      int more) {
    this(environment, question, commit, objects, more, null, null);
  }
}
