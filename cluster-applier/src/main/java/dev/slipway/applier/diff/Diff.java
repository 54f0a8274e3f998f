package dev.slipway.applier.diff;

import dev.slipway.events.DiffReported;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying a commit would change, fit to be told: masked, and short enough for one event.
 *
 * @param more objects that are not listed
 * @param obstacles why applying it would be refused as things are
 */
public record Diff(
    EnvironmentName environment,
    GitRevision commit,
    List<ObjectDiff> objects,
    int more,
    List<String> obstacles) {

  public DiffReported answering(EventId question) {
    return reported(question, null);
  }

  /** Of a revision that is only observed. */
  public DiffReported observed(Sequence sequence) {
    return reported(null, sequence);
  }

  private DiffReported reported(@Nullable EventId question, @Nullable Sequence sequence) {
    return new DiffReported(
        environment,
        question,
        commit,
        objects,
        more,
        obstacles.isEmpty() ? null : obstacles,
        sequence);
  }
}
