package dev.slipway.bench.faults;

import dev.slipway.events.Event;
import dev.slipway.events.EventJson;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the topics must hold. */
final class LogChecks {
  private final Evidence evidence;

  /** Each id once, where it first lies. */
  private final Map<String, LogEntry> byId = new LinkedHashMap<>();

  private int repeated;

  LogChecks(Evidence evidence) {
    this.evidence = evidence;
    for (LogEntry entry : evidence.log()) {
      if (byId.putIfAbsent(entry.id(), entry) != null) {
        repeated++;
      }
    }
  }

  Check everyPushIsPublishedOnce() {
    Map<String, Integer> published = new HashMap<>();
    for (LogEntry entry : byId.values()) {
      if (entry.event() instanceof ImagePublished image) {
        published.merge(image.repository().shortName() + "@" + image.digest(), 1, Integer::sum);
      }
    }
    List<String> violations = new ArrayList<>();
    Set<String> passedOver = new HashSet<>();
    for (Push push : evidence.pushes()) {
      int times = published.getOrDefault(push.application() + "@" + push.digest(), 0);
      // A tag that moved on before anybody looked was never seen where it had been.
      if (times == 0 && push.moves() && !isLastMove(push)) {
        passedOver.add(push.digest());
      } else if (times != 1) {
        violations.add(push + " was published " + times + " times");
      }
    }
    return new Check(
        "each push is one event",
        evidence.pushes().size()
            + " pushes"
            + (passedOver.isEmpty() ? "" : ", " + passedOver.size() + " moved on unseen"),
        violations);
  }

  private boolean isLastMove(Push push) {
    return evidence.pushes().stream().filter(Push::moves).toList().getLast().equals(push);
  }

  Check everyCommitIsToldOnce() {
    Map<String, Integer> told = new HashMap<>();
    for (LogEntry entry : byId.values()) {
      if (entry.event() instanceof RevisionCommitted committed && !committed.updates().isEmpty()) {
        told.merge(
            committed.environment() + " " + committed.revision().commit() + " " + proofs(committed),
            1,
            Integer::sum);
      }
    }
    List<String> violations = new ArrayList<>();
    Set<String> expected = new TreeSet<>();
    evidence.commits().forEach(c -> expected.add(c.place().environment() + " " + c.commit()));
    Set<String> seen = new TreeSet<>();
    told.forEach(
        (key, times) -> {
          seen.add(key.substring(0, key.lastIndexOf(' ')));
          if (times > 1) {
            violations.add(key + " was told " + times + " times");
          }
        });
    expected.stream()
        .filter(key -> !seen.contains(key))
        .forEach(key -> violations.add("no event tells of " + key));
    seen.stream()
        .filter(key -> !expected.contains(key))
        .forEach(key -> violations.add("Git does not have " + key));
    return new Check(
        "each commit is one event per environment", expected.size() + " revisions", violations);
  }

  /** A revision is told again when its images are proven. */
  private static String proofs(RevisionCommitted committed) {
    StringBuilder proofs = new StringBuilder();
    committed.revision().images().forEach(i -> proofs.append(i.proven() ? '+' : '-'));
    return proofs.toString();
  }

  Check noFactTwice() {
    Map<String, LogEntry> facts = new HashMap<>();
    List<String> violations = new ArrayList<>();
    for (LogEntry entry : byId.values()) {
      String fact = fact(entry);
      if (fact.isEmpty()) {
        continue;
      }
      LogEntry before = facts.putIfAbsent(fact, entry);
      if (before != null) {
        violations.add(entry + " says what " + before + " said: " + fact);
      }
    }
    return new Check(
        "no event is there twice",
        evidence.log().size()
            + " records, "
            + byId.size()
            + " events, "
            + repeated
            + " sent again after a kill under the same id",
        violations);
  }

  /** What makes two events the same fact; empty for what may be said again. */
  private static String fact(LogEntry entry) {
    return switch (entry.event()) {
      case ImagePublished image ->
          "published " + image.repository() + ":" + image.tag() + "@" + image.digest();
      case RestartDecided restart ->
          "restart " + restart.environment() + " " + restart.restart().id();
      case UpdateDeclined declined -> "declined " + json(declined) + " for " + entry.causation();
      case RolloutStarted started -> "started " + started.environment() + started.sequence();
      case RolloutSucceeded rollout ->
          "succeeded " + rollout.environment() + rollout.sequence() + rollout.restarts();
      case RevisionSuperseded superseded -> "superseded " + json(superseded);
      default -> "";
    };
  }

  private static String json(Event event) {
    return new String(EventJson.write(event), StandardCharsets.UTF_8);
  }

  Check causesAreThere() {
    // What a person's commit started has the commit's own correlation, which is no event.
    Set<String> begun = new HashSet<>(byId.keySet());
    byId.values().stream()
        .filter(entry -> entry.causation() == null)
        .forEach(entry -> begun.add(entry.correlation()));
    List<String> violations = new ArrayList<>();
    int links = 0;
    for (LogEntry entry : byId.values()) {
      if (entry.causation() != null) {
        links++;
        if (!byId.containsKey(entry.causation())) {
          violations.add(entry + " was caused by " + entry.causation() + ", which is not there");
        }
      }
      if (!begun.contains(entry.correlation())) {
        violations.add(entry + " began with " + entry.correlation() + ", which is not there");
      }
    }
    return new Check("every event's cause is in the log", links + " links", violations);
  }

  /** What was committed ran, or something newer did. */
  Check everyRevisionIsConcluded() {
    Map<String, String> lastDone = new HashMap<>();
    Map<String, String> lastCommitted = new HashMap<>();
    List<String> violations = new ArrayList<>();
    int revisions = 0;
    for (LogEntry entry : byId.values()) {
      switch (entry.event()) {
        case RevisionCommitted committed -> {
          revisions++;
          newer(lastCommitted, committed.environment().toString(), committed.revision().sequence());
        }
        case RestartDecided restart -> {
          revisions++;
          newer(lastCommitted, restart.environment().toString(), restart.revision().sequence());
        }
        case RolloutSucceeded done ->
            newer(lastDone, done.environment().toString(), done.sequence());
        case RolloutFailed failed -> violations.add("a rollout failed: " + json(failed));
        default -> {
          // Says nothing of an end.
        }
      }
    }
    lastCommitted.forEach(
        (environment, sequence) -> {
          String done = lastDone.getOrDefault(environment, "nothing");
          if (!sequence.equals(done)) {
            violations.add(
                environment + " was last given " + sequence + ", but " + done + " succeeded last");
          }
        });
    return new Check(
        "the last revision of each environment succeeded", revisions + " revisions", violations);
  }

  private static void newer(Map<String, String> last, String environment, Sequence sequence) {
    last.merge(
        environment,
        sequence.toString(),
        (a, b) -> Sequence.parse(a).isAfter(Sequence.parse(b)) ? a : b);
  }
}
