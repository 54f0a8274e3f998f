package dev.slipway.bench.faults;

import java.util.List;

/** What must hold whatever was killed. */
final class Checks {
  private Checks() {}

  static List<Check> of(Evidence evidence) {
    LogChecks log = new LogChecks(evidence);
    ClusterChecks cluster = new ClusterChecks(evidence);
    CommitChecks commits = new CommitChecks(evidence);
    return List.of(
        newest(evidence),
        commits.once(),
        commits.accountedFor(),
        commits.neverBackwards(),
        log.everyPushIsPublishedOnce(),
        log.everyCommitIsToldOnce(),
        log.noFactTwice(),
        log.causesAreThere(),
        log.everyRevisionIsConcluded(),
        cluster.productionWaits(),
        cluster.noPodTwice(),
        onlyTheKilledEnded(evidence));
  }

  private static Check newest(Evidence evidence) {
    return new Check(
        "every environment runs the newest version",
        FaultsRepository.ENVIRONMENTS.size() * FaultsRepository.APPLICATIONS.size()
            + " deployments and a StatefulSet",
        evidence.settled());
  }

  private static Check onlyTheKilledEnded(Evidence evidence) {
    return new Check("no process died by itself", "every process that ended", evidence.deaths());
  }
}
