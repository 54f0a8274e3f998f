package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectDiff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying a commit would change. Nothing was written.
 *
 * @param question the request's id; absent where the environment is only observed
 * @param objects those that would change; secrets are masked
 * @param more how many further objects would change that are not listed
 */
public record DiffReported(
    EnvironmentName environment,
    @Nullable EventId question,
    GitRevision commit,
    List<ObjectDiff> objects,
    int more)
    implements ReportEvent {
  public DiffReported {
    objects = List.copyOf(objects);
  }
}
