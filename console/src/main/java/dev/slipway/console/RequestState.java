package dev.slipway.console;

import dev.slipway.events.Event;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param type as in {@code deploy-requested}
 * @param text where it stands, in words
 * @param done whether nothing more is to be expected
 * @param succeeded whether what was asked for is so
 * @param commit the revision that carries it; absent where there is none
 * @param answer the applier's whole answer to a question; absent where nothing was asked, or is not
 *     answered yet
 */
public record RequestState(
    EventId id,
    String type,
    EnvironmentName environment,
    Progress progress,
    String text,
    boolean done,
    boolean succeeded,
    @Nullable GitRevision commit,
    List<Step> steps,
    @Nullable Event answer) {
  public RequestState {
    steps = List.copyOf(steps);
  }
}
