package dev.slipway.applier.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadCheckTest {
  private final Workloads cluster = new Workloads();

  @Test
  void aDeploymentIsDoneWhenEveryPodIsNewAndAvailable() {
    cluster.replicaSet("web-2", "5").pod("web-2-x", "uid-web-2", "", "");
    assertThat(check(Workloads.deployment(1, 1, 1, 1)))
        .isInstanceOfSatisfying(
            WorkloadStatus.Done.class,
            done ->
                assertThat(done.images())
                    .singleElement()
                    .satisfies(
                        image -> {
                          assertThat(image.workload()).isEqualTo("Deployment/web");
                          assertThat(image.digest())
                              .isEqualTo(Digest.parse("sha256:" + "a".repeat(64)));
                        }));
  }

  @Test
  void isNotDoneBeforeItsPodsAreSeen() {
    progressing(Workloads.deployment(1, 1, 1, 1), "waiting to see its pods");
    cluster.replicaSet("web-2", "5");
    progressing(Workloads.deployment(1, 1, 1, 1), "waiting to see its pods");
    cluster.pod("web-2-x", "uid-web-2", "", "");
    assertThat(check(Workloads.deployment(1, 1, 1, 1))).isInstanceOf(WorkloadStatus.Done.class);
  }

  @Test
  void zeroReplicasAreDoneAtOnce() {
    assertThat(check(Workloads.deployment(0, 0, 0, 0))).isInstanceOf(WorkloadStatus.Done.class);
  }

  @Test
  void waitsForItsControllerToHaveSeenTheNewGeneration() {
    progressing(Workloads.deployment(1, 1, 1, 1).with(3, "metadata", "generation"), "controller");
  }

  @Test
  void waitsForOldPodsToEnd() {
    progressing(Workloads.deployment(2, 2, 3, 2), "1 old pods still to end");
  }

  @Test
  void countsWhatIsReady() {
    assertThat(check(Workloads.deployment(3, 3, 3, 1)))
        .isEqualTo(new WorkloadStatus.Progressing(1, 3, "1 of 3 pods ready", null));
  }

  @Test
  void anOldPodsCrashDoesNotFailTheNewRevision() {
    cluster
        .replicaSet("web-1", "4")
        .pod("web-1-x", "uid-web-1", "CrashLoopBackOff", "back-off")
        .replicaSet("web-2", "5")
        .pod("web-2-x", "uid-web-2", "", "");
    progressing(Workloads.deployment(2, 1, 2, 1), "1 of 2 pods updated");
  }

  @Test
  void aCrashFailsAtOnceWithItsExitCode() {
    cluster.replicaSet("web-2", "5").pod("web-2-x", "uid-web-2", "CrashLoopBackOff", "back-off");
    Problem problem = failed(Workloads.deployment(1, 1, 1, 0));
    assertThat(problem.reason()).isEqualTo(RolloutFailure.CRASHED);
    assertThat(problem.message())
        .isEqualTo("container web of pod web-2-x crashes with exit code 137 (OOMKilled)");
    assertThat(problem.crashed()).isEqualTo(new Problem.CrashedContainer("acme", "web-2-x", "web"));
  }

  @Test
  void anImageThatTheRegistryDoesNotHaveFailsAtOnce() {
    cluster.replicaSet("web-2", "5").pod("web-2-x", "uid-web-2", "ErrImagePull", "x: not found");
    Problem problem = failed(Workloads.deployment(1, 1, 1, 0));
    assertThat(problem.reason()).isEqualTo(RolloutFailure.IMAGE_PULL_FAILED);
    assertThat(problem.message())
        .isEqualTo("image registry.example/acme/web:2 cannot be pulled: x: not found");
  }

  @Test
  void aRegistryThatHiccupsIsGivenAChance() {
    cluster.replicaSet("web-2", "5").pod("web-2-x", "uid-web-2", "ErrImagePull", "timeout");
    assertThat(check(Workloads.deployment(1, 1, 1, 0)))
        .isInstanceOfSatisfying(
            WorkloadStatus.Progressing.class,
            p -> assertThat(p.suspicion()).isNotNull().matches(s -> !s.isCertain()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Back-off pulling image \"x\": ErrImagePull: failed to resolve reference: HTTP 429",
        "Back-off pulling image \"x\": unexpected status code: 429 Too Many Requests",
        "failed to do request: Head \"https://r/v2\": dial tcp: connect: connection refused",
        "Back-off pulling image \"x\": ErrImagePull: unexpected status code: 503 Service"
            + " Unavailable"
      })
  void aRegistryThatIsAwayIsWaitedForAsTheKubeletDoes(String message) {
    cluster.replicaSet("web-2", "5").pod("web-2-x", "uid-web-2", "ImagePullBackOff", message);
    assertThat(check(Workloads.deployment(1, 1, 1, 0)))
        .isInstanceOfSatisfying(
            WorkloadStatus.Progressing.class,
            p ->
                assertThat(p.suspicion())
                    .isNotNull()
                    .matches(s -> s.patience().compareTo(Duration.ofMinutes(5)) > 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Back-off pulling image \"x\"", "Back-off: x: manifest unknown"})
  void anImageThatIsBackedOffFromForNoPassingReasonFails(String message) {
    cluster.replicaSet("web-2", "5").pod("web-2-x", "uid-web-2", "ImagePullBackOff", message);
    assertThat(failed(Workloads.deployment(1, 1, 1, 0)).reason())
        .isEqualTo(RolloutFailure.IMAGE_PULL_FAILED);
  }

  @Test
  void aPodThatNoNodeTakesIsSuspectedAndNamed() {
    KubernetesObject pod =
        Workloads.condition(
            Workloads.pod("web-2-x", "uid-web-2", "", "", ""),
            "PodScheduled",
            "False",
            "Unschedulable",
            "0/3 nodes are available: insufficient cpu");
    cluster.replicaSet("web-2", "5").with(pod);
    assertThat(check(Workloads.deployment(1, 1, 1, 0)))
        .isInstanceOfSatisfying(
            WorkloadStatus.Progressing.class,
            p -> {
              assertThat(p.message()).contains("no node takes pod web-2-x", "insufficient cpu");
              assertThat(p.suspicion())
                  .extracting(Problem::reason)
                  .isEqualTo(RolloutFailure.UNSCHEDULABLE);
            });
  }

  @Test
  void aQuotaThatRefusesPodsIsSuspectedAndNamed() {
    KubernetesObject web =
        Workloads.condition(
            Workloads.deployment(1, 0, 0, 0),
            "ReplicaFailure",
            "True",
            "FailedCreate",
            "exceeded quota: none");
    assertThat(check(web))
        .isInstanceOfSatisfying(
            WorkloadStatus.Progressing.class,
            p -> assertThat(p.message()).contains("exceeded quota: none"));
  }

  @Test
  void itsOwnProgressDeadlineFailsADeployment() {
    KubernetesObject web =
        Workloads.condition(
            Workloads.deployment(2, 2, 2, 1),
            "Progressing",
            "False",
            "ProgressDeadlineExceeded",
            "timed out");
    assertThat(failed(web).reason()).isEqualTo(RolloutFailure.NOT_READY);
  }

  @Test
  void aStatefulSetIsDoneWhenItsRevisionIsCurrent() {
    cluster.pods("uid-web", 2);
    Map<String, Object> done =
        Map.of(
            "observedGeneration", 2,
            "readyReplicas", 2,
            "availableReplicas", 2,
            "updatedReplicas", 2,
            "currentRevision", "r2",
            "updateRevision", "r2");
    KubernetesObject set = Workloads.workload("StatefulSet", 2).with(done, "status");
    assertThat(check(set)).isInstanceOf(WorkloadStatus.Done.class);
    progressing(set.with("r1", "status", "currentRevision"), "2 of 2 pods updated");
    progressing(set.with(1, "status", "availableReplicas"), "1 of 2 pods ready");
  }

  @Test
  void aStatefulSetThatIsUpdatedByHandNeedsNoCurrentRevision() {
    cluster.pods("uid-web", 1);
    KubernetesObject set =
        Workloads.workload("StatefulSet", 1)
            .with(
                Map.of(
                    "observedGeneration",
                    2,
                    "readyReplicas",
                    1,
                    "currentRevision",
                    "r1",
                    "updateRevision",
                    "r2"),
                "status")
            .with("OnDelete", "spec", "updateStrategy", "type");
    assertThat(check(set)).isInstanceOf(WorkloadStatus.Done.class);
  }

  @Test
  void aDaemonSetIsDoneWhenEveryNodeHasTheNewPod() {
    cluster.pods("uid-web", 3);
    KubernetesObject set =
        Workloads.workload("DaemonSet", 0)
            .with(
                Map.of(
                    "observedGeneration", 2,
                    "desiredNumberScheduled", 3,
                    "updatedNumberScheduled", 3,
                    "numberAvailable", 3),
                "status");
    assertThat(check(set)).isInstanceOf(WorkloadStatus.Done.class);
    progressing(set.with(2, "status", "updatedNumberScheduled"), "2 of 3 pods updated");
  }

  @Test
  void aJobIsDoneWhenItIsComplete() {
    KubernetesObject job = Workloads.workload("Job", 0);
    progressing(job, "0 of 1 pods completed");
    assertThat(check(Workloads.condition(job, "Complete", "True", "x", "y")))
        .isInstanceOf(WorkloadStatus.Done.class);
    assertThat(failed(Workloads.condition(job, "Failed", "True", "x", "backoff limit")).message())
        .contains("backoff limit");
    assertThat(check(job.with(true, "spec", "suspend"))).isInstanceOf(WorkloadStatus.Done.class);
  }

  @Test
  void reportsEveryDigestWherePodsDiffer() {
    cluster
        .replicaSet("web-2", "5")
        .pod("a", "uid-web-2", "", "")
        .with(Workloads.pod("b", "uid-web-2", "", "", "r@sha256:" + "b".repeat(64)));
    assertThat(check(Workloads.deployment(2, 2, 2, 2)))
        .isInstanceOfSatisfying(
            WorkloadStatus.Done.class, done -> assertThat(done.images()).hasSize(2));
  }

  private WorkloadStatus check(KubernetesObject workload) {
    return WorkloadCheck.check(workload, cluster.with(workload).view());
  }

  private void progressing(KubernetesObject workload, String message) {
    assertThat(check(workload))
        .isInstanceOfSatisfying(
            WorkloadStatus.Progressing.class, p -> assertThat(p.message()).contains(message));
  }

  private Problem failed(KubernetesObject workload) {
    WorkloadStatus status = check(workload);
    assertThat(status).isInstanceOf(WorkloadStatus.Failed.class);
    return ((WorkloadStatus.Failed) status).problem();
  }
}
