package dev.slipway.bench.scale;

import dev.slipway.bench.running.EventSender;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The guard is told revisions of many environments that nothing guards, several of each. */
final class ClearanceWork implements Work {
  private static final int ENVIRONMENTS = 240;
  private static final int EACH = 10;

  private @Nullable EventSender sender;
  private @Nullable Arrivals clearances;
  private long configurationOffset;

  @Override
  public String service() {
    return "queue-guard";
  }

  @Override
  public String unit() {
    return "revisions of " + ENVIRONMENTS + " environments";
  }

  @Override
  public int size() {
    return ENVIRONMENTS * EACH;
  }

  @Override
  public List<String> settings(Path folder) {
    return List.of();
  }

  @Override
  public void begin(String kafka, EventSender given) {
    sender = given;
    clearances = new Arrivals(kafka, Topic.CLEARANCES);
    configurationOffset = Environments.declare(given, ENVIRONMENTS, Environments.NO_SOURCE);
  }

  @Override
  public long pile(int number) {
    List<EventSender.Told> pile = new ArrayList<>();
    for (int each = 1; each <= EACH; each++) {
      for (int i = 0; i < ENVIRONMENTS; i++) {
        Revision revision =
            Environments.revision(
                i,
                Environments.NO_SOURCE,
                new Sequence(number, each, 0),
                GitRevision.parse("%040x".formatted(number * 1000L + each)),
                configurationOffset);
        pile.add(
            new EventSender.Told(
                EventId.random(),
                new RevisionCommitted(revision, "bench", "Bench", true, Instant.now(), List.of())));
      }
    }
    Sequence last = new Sequence(number, EACH, 0);
    long _ = Begun.of(sender).send(pile);
    return Begun.of(clearances)
        .await(
            ENVIRONMENTS,
            event ->
                event instanceof RevisionCleared cleared
                        && cleared.revision().sequence().equals(last)
                    ? Optional.of(cleared.revision().environment()).map(EnvironmentName::toString)
                    : Optional.empty());
  }

  @Override
  public void close() {
    if (clearances != null) {
      clearances.close();
    }
  }
}
