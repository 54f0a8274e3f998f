package dev.slipway.writer;

import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last revision that was issued of an environment.
 *
 * @param declaration fingerprint of the environment's declaration that it was issued under
 * @param images fingerprint of its images and their proofs
 * @param restarts not yet done
 * @param ours whether Slipway wrote it, also where a squashed merge took our words out of it;
 *     absent in the state of earlier versions
 */
public record Issued(
    Sequence sequence,
    GitRevision commit,
    EventId declaration,
    EventId images,
    List<Restart> restarts,
    @Nullable Boolean ours) {
  public Issued {
    restarts = List.copyOf(restarts);
  }

  Issued withRestart(Restart restart) {
    List<Restart> more = new ArrayList<>(restarts);
    more.add(restart);
    return new Issued(sequence.nextRestart(), commit, declaration, images, more, ours);
  }

  Issued without(List<EventId> done) {
    return new Issued(
        sequence,
        commit,
        declaration,
        images,
        restarts.stream().filter(restart -> !done.contains(restart.id())).toList(),
        ours);
  }
}
