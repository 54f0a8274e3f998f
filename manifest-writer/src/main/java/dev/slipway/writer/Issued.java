package dev.slipway.writer;

import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * The last revision that was issued of an environment.
 *
 * @param declaration fingerprint of the environment's declaration that it was issued under
 * @param images fingerprint of its images and their proofs
 * @param restarts not yet done
 */
public record Issued(
    Sequence sequence,
    GitRevision commit,
    EventId declaration,
    EventId images,
    List<Restart> restarts) {
  public Issued {
    restarts = List.copyOf(restarts);
  }

  Issued withRestart(Restart restart) {
    List<Restart> more = new ArrayList<>(restarts);
    more.add(restart);
    return new Issued(sequence.nextRestart(), commit, declaration, images, more);
  }

  Issued without(List<EventId> done) {
    return new Issued(
        sequence,
        commit,
        declaration,
        images,
        restarts.stream().filter(restart -> !done.contains(restart.id())).toList());
  }
}
