package dev.slipway.bench.faults;

import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.value.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the cluster must have seen. */
final class ClusterChecks {
  private static final int REPLICAS = 2;

  /** An answer of the guard holds that long (design, promise 6), and a watch lags a little. */
  private static final Duration ANSWER_HOLDS = Duration.ofSeconds(12);

  private final Evidence evidence;

  ClusterChecks(Evidence evidence) {
    this.evidence = evidence;
  }

  /**
   * Production changed only after a question that was asked when no queue held a job. A job that
   * comes after the question is not waited for: a rollout that has begun finishes.
   */
  Check productionWaits() {
    List<Instant> questions =
        evidence.log().stream()
            .filter(entry -> entry.event() instanceof ClearanceRequested)
            .map(LogEntry::time)
            .sorted()
            .toList();
    List<String> violations = new ArrayList<>();
    int changes = 0;
    int heldMeanwhile = 0;
    for (ClusterRecorder.Template change : productionChanges()) {
      changes++;
      Optional<Instant> asked =
          questions.stream().filter(time -> time.isBefore(change.seen())).reduce((_, last) -> last);
      if (asked.isEmpty()
          || Duration.between(asked.get(), change.seen()).compareTo(ANSWER_HOLDS) > 0) {
        violations.add(change + " changed though nobody had asked the guard just before");
        continue;
      }
      for (Jobs.Held job : evidence.jobs()) {
        if (job.covers(asked.get(), change.seen())) {
          violations.add(change + " changed while a job was in " + job);
        } else if (job.from().isBefore(change.seen()) && job.to().isAfter(change.seen())) {
          heldMeanwhile++;
        }
      }
    }
    return new Check(
        "no production change while a queue held jobs",
        changes
            + " changes, jobs in queues "
            + evidence.jobs().size()
            + " times"
            + (heldMeanwhile == 0 ? "" : ", " + heldMeanwhile + " came after the guard's answer"),
        violations);
  }

  private List<ClusterRecorder.Template> productionChanges() {
    return evidence.templates().values().stream()
        .flatMap(templates -> templates.stream().skip(1))
        .filter(template -> template.namespace().equals(FaultsRepository.PRODUCTION))
        .toList();
  }

  Check noPodTwice() {
    List<String> violations = new ArrayList<>();
    evidence
        .templates()
        .forEach((workload, templates) -> sameTwice(workload, templates, violations));
    Map<String, Integer> perReplicaSet = new HashMap<>();
    Map<String, Integer> perOrdinal = new HashMap<>();
    for (ClusterRecorder.SeenPod pod : evidence.pods()) {
      if (pod.owner().startsWith("ReplicaSet/")) {
        perReplicaSet.merge(pod.namespace() + " " + pod.owner(), 1, Integer::sum);
      } else {
        perOrdinal.merge(pod.namespace() + " " + pod.name(), 1, Integer::sum);
      }
    }
    perReplicaSet.forEach(
        (owner, pods) -> {
          if (pods > REPLICAS) {
            violations.add(owner + " had " + pods + " pods, though it has " + REPLICAS);
          }
        });
    Set<EventId> causes = new HashSet<>();
    for (LogEntry entry : evidence.log()) {
      if (entry.event() instanceof RestartDecided decided) {
        causes.add(decided.restart().id());
      }
    }
    perOrdinal.forEach(
        (pod, times) -> {
          if (times - 1 > causes.size()) {
            violations.add(
                pod + " was restarted " + (times - 1) + " times for " + causes.size() + " causes");
          }
        });
    return new Check(
        "no pod is restarted twice for one cause",
        evidence.pods().size()
            + " pods, "
            + causes.size()
            + " restarts of "
            + FaultsRepository.MOVING,
        violations);
  }

  private static void sameTwice(
      String workload, List<ClusterRecorder.Template> templates, List<String> violations) {
    for (int i = 0; i < templates.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (templates.get(i).isLike(templates.get(j))) {
          violations.add(
              workload
                  + " was given "
                  + templates.get(i).images()
                  + " twice, at "
                  + templates.get(j).seen()
                  + " and "
                  + templates.get(i).seen());
        }
      }
    }
  }
}
