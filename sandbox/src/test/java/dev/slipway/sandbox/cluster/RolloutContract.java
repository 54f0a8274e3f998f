package dev.slipway.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Rollouts: they progress, they finish, and they fail for a reason that can be read. */
abstract class RolloutContract extends KubernetesApiContract {
  private Deployment web() {
    return client().apps().deployments().inNamespace(namespace()).withName("web").require();
  }

  private StatefulSet db() {
    return client().apps().statefulSets().inNamespace(namespace()).withName("db").require();
  }

  private void awaitWeb(String image, int replicas) {
    soon()
        .untilAsserted(
            () -> {
              Deployment web = web();
              assertThat(web.getStatus().getObservedGeneration())
                  .isEqualTo(web.getMetadata().getGeneration());
              assertThat(web.getStatus().getUpdatedReplicas()).isEqualTo(replicas);
              assertThat(web.getStatus().getAvailableReplicas()).isEqualTo(replicas);
              assertThat(web.getStatus().getReplicas()).isEqualTo(replicas);
              assertThat(images("web")).hasSize(replicas).containsOnly(image);
            });
  }

  private List<String> images(String app) {
    return pods(app).stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .map(p -> p.getSpec().getContainers().getFirst().getImage())
        .toList();
  }

  private static Optional<ContainerStatus> main(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream().findFirst();
  }

  private List<String> waitingReasons(String app) {
    return pods(app).stream()
        .flatMap(p -> main(p).stream())
        .map(ContainerStatus::getState)
        .map(ContainerState::getWaiting)
        .flatMap(w -> Optional.ofNullable(w).stream())
        .map(w -> w.getReason())
        .toList();
  }

  @Test
  void rollsADeploymentOutFromOneTemplateToTheNext() {
    apply(Manifests.deployment("web", "web:1", 3));
    awaitWeb("web:1", 3);
    assertThat(condition("Progressing").getReason()).isEqualTo("NewReplicaSetAvailable");
    assertThat(condition("Available").getStatus()).isEqualTo("True");

    apply(Manifests.deployment("web", "web:2", 3));
    awaitWeb("web:2", 3);

    assertThat(web().getMetadata().getAnnotations())
        .containsEntry("deployment.kubernetes.io/revision", "2");
    List<ReplicaSet> sets =
        client().apps().replicaSets().inNamespace(namespace()).list().getItems();
    assertThat(sets).extracting(s -> s.getSpec().getReplicas()).containsExactlyInAnyOrder(0, 3);
    assertThat(pods("web"))
        .allSatisfy(
            pod -> {
              assertThat(pod.getMetadata().getLabels()).containsKey("pod-template-hash");
              assertThat(main(pod).orElseThrow().getImageID()).isNotBlank();
            });
  }

  private DeploymentCondition condition(String type) {
    return web().getStatus().getConditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseGet(DeploymentCondition::new);
  }

  @Test
  void neverHasFewerPodsServingThanTheStrategyAllows() {
    apply(Manifests.deployment("web", "web:1", 4));
    awaitWeb("web:1", 4);
    List<Integer> available = new CopyOnWriteArrayList<>();
    try (var informer = client().apps().deployments().inNamespace(namespace()).inform()) {
      apply(Manifests.deployment("web", "web:2", 4));
      soon()
          .until(
              () -> {
                Integer now = web().getStatus().getAvailableReplicas();
                available.add(now == null ? 0 : now);
                return images("web").equals(List.of("web:2", "web:2", "web:2", "web:2"));
              });
      assertThat(informer.isRunning()).isTrue();
    }

    assertThat(available).allMatch(count -> count >= 3);
  }

  @Test
  void saysThatAnImageCanNotBePulledAndThatTimeHasRunOut() {
    apply(Manifests.deployment("web", "web:missing", 1));

    soon().until(() -> waitingReasons("web").contains("ImagePullBackOff"));
    soon()
        .untilAsserted(
            () -> {
              assertThat(condition("Progressing").getStatus()).isEqualTo("False");
              assertThat(condition("Progressing").getReason())
                  .isEqualTo("ProgressDeadlineExceeded");
            });
    assertThat(condition("Available").getStatus()).isEqualTo("False");
  }

  @Test
  void saysThatAContainerCrashesAndKeepsItsLastWords() {
    apply(Manifests.deployment("web", "web:crash", 1));

    soon().until(() -> waitingReasons("web").contains("CrashLoopBackOff"));

    Pod pod = pods("web").getFirst();
    assertThat(main(pod).orElseThrow().getLastState().getTerminated().getExitCode()).isEqualTo(1);
    assertThat(main(pod).orElseThrow().getRestartCount()).isPositive();
    var log = client().pods().inNamespace(namespace()).withName(pod.getMetadata().getName());
    soon().until(() -> log.getLog().contains("fatal: cannot connect to the database"));
  }

  @Test
  void leavesAPodThatNeverBecomesReadyUnready() {
    apply(Manifests.deployment("web", "web:neverready", 1));

    soon()
        .untilAsserted(
            () ->
                assertThat(condition("Progressing").getReason())
                    .isEqualTo("ProgressDeadlineExceeded"));
    assertThat(main(pods("web").getFirst()).orElseThrow().getReady()).isFalse();
    assertThat(pods("web").getFirst().getStatus().getPhase()).isEqualTo("Running");
  }

  @Test
  void saysThatAPodFitsOnNoNode() {
    apply(
        Manifests.deployment("web", "web:1", 1)
            .replace(
                "      containers:", "      nodeSelector: {disk: none-such}\n      containers:"));

    soon()
        .untilAsserted(
            () ->
                assertThat(pods("web"))
                    .singleElement()
                    .satisfies(
                        pod ->
                            assertThat(pod.getStatus().getConditions())
                                .anySatisfy(
                                    c -> {
                                      assertThat(c.getType()).isEqualTo("PodScheduled");
                                      assertThat(c.getStatus()).isEqualTo("False");
                                      assertThat(c.getReason()).isEqualTo("Unschedulable");
                                      assertThat(c.getMessage()).startsWith("0/1 nodes");
                                    })));
  }

  @Test
  void saysThatAQuotaForbidsThePods() {
    apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: small}
        spec: {hard: {pods: "1"}}
        """);
    soon()
        .until(
            () ->
                read("v1", "ResourceQuota", "small").<Object>get("status", "used", "pods") != null);

    apply(Manifests.deployment("web", "web:1", 2));

    soon()
        .untilAsserted(
            () -> {
              assertThat(condition("ReplicaFailure").getReason()).isEqualTo("FailedCreate");
              assertThat(condition("ReplicaFailure").getMessage())
                  .contains("exceeded quota: small, requested: pods=1, used: pods=1");
            });
  }

  @Test
  void goesOnWhenABetterTemplateComes() {
    apply(Manifests.deployment("web", "web:missing", 2));
    soon().until(() -> waitingReasons("web").contains("ImagePullBackOff"));

    apply(Manifests.deployment("web", "web:2", 2));

    awaitWeb("web:2", 2);
  }

  @Test
  void replacesADeletedPod() {
    apply(Manifests.deployment("web", "web:1", 1));
    awaitWeb("web:1", 1);
    String first = pods("web").getFirst().getMetadata().getName();

    client().pods().inNamespace(namespace()).withName(first).delete();

    soon()
        .until(
            () ->
                pods("web").stream().noneMatch(p -> p.getMetadata().getName().equals(first))
                    && !pods("web").isEmpty());
    awaitWeb("web:1", 1);
  }

  @Test
  void restartsPodsWhenTheTemplateIsAnnotated() {
    apply(Manifests.deployment("web", "web:1", 1));
    awaitWeb("web:1", 1);
    String first = pods("web").getFirst().getMetadata().getName();

    client()
        .apps()
        .deployments()
        .inNamespace(namespace())
        .withName("web")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            """
            {"spec": {"template": {"metadata": {"annotations": {
              "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:00:00Z"}}}}}
            """);

    soon()
        .until(() -> pods("web").stream().noneMatch(p -> p.getMetadata().getName().equals(first)));
    apply(Manifests.deployment("web", "web:1", 1));
    assertThat(web().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsKey("kubectl.kubernetes.io/restartedAt");
  }

  @Test
  void scalesThroughTheSubresource() {
    apply(Manifests.deployment("web", "web:1", 1));

    client().apps().deployments().inNamespace(namespace()).withName("web").scale(2);

    awaitWeb("web:1", 2);
  }

  @Test
  void takesThePodsAlongWhenADeploymentGoes() {
    apply(Manifests.deployment("web", "web:1", 2));
    awaitWeb("web:1", 2);

    client().apps().deployments().inNamespace(namespace()).withName("web").delete();

    soon().until(() -> pods("web").isEmpty());
    assertThat(client().apps().replicaSets().inNamespace(namespace()).list().getItems()).isEmpty();
  }

  @Test
  void deletesTheOwnerLastWhenAskedTo() {
    apply(Manifests.deployment("web", "web:1", 1));
    awaitWeb("web:1", 1);

    String answer =
        client()
            .raw(
                "/apis/apps/v1/namespaces/" + namespace() + "/deployments/web",
                "DELETE",
                "{\"kind\": \"DeleteOptions\", \"apiVersion\": \"v1\", \"propagationPolicy\":"
                    + " \"Foreground\"}");

    assertThat(answer).contains("foregroundDeletion");
    soon()
        .until(
            () ->
                client().apps().deployments().inNamespace(namespace()).withName("web").get()
                    == null);
    assertThat(client().apps().replicaSets().inNamespace(namespace()).list().getItems()).isEmpty();
  }

  @Test
  void leavesThePodsOfAnOrphaningDeleteToTheNextOwner() {
    apply(Manifests.statefulSet("db", "db:1", "RollingUpdate"));
    awaitDb("db:1");
    List<String> before = uids("db");

    client()
        .apps()
        .statefulSets()
        .inNamespace(namespace())
        .withName("db")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    soon()
        .until(
            () ->
                client().apps().statefulSets().inNamespace(namespace()).withName("db").get()
                    == null);
    assertThat(uids("db")).isEqualTo(before);

    apply(Manifests.statefulSet("db", "db:1", "RollingUpdate"));
    awaitDb("db:1");
    assertThat(uids("db")).isEqualTo(before);
  }

  private List<String> uids(String app) {
    return pods(app).stream().map(p -> p.getMetadata().getUid()).toList();
  }

  @Test
  void stopsEveryOldPodBeforeTheFirstNewOneWhenItRecreates() {
    String recreating =
        Manifests.deployment("web", "web:1", 2)
            .replace("  selector:", "  strategy: {type: Recreate}\n  selector:");
    apply(recreating);
    awaitWeb("web:1", 2);

    apply(recreating.replace("web:1", "web:2"));

    soon()
        .untilAsserted(
            () -> {
              List<String> now =
                  pods("web").stream()
                      .map(p -> p.getSpec().getContainers().getFirst().getImage())
                      .distinct()
                      .toList();
              assertThat(now).hasSizeLessThanOrEqualTo(1);
              assertThat(now).containsExactly("web:2");
            });
    awaitWeb("web:2", 2);
  }

  @Test
  void leavesPodsBelowThePartition() {
    apply(Manifests.statefulSet("db", "db:1", "RollingUpdate"));
    awaitDb("db:1");

    apply(Manifests.statefulSet("db", "db:2", "RollingUpdate, rollingUpdate: {partition: 2}"));

    soon()
        .untilAsserted(
            () -> {
              assertThat(images("db")).containsExactly("db:1", "db:1", "db:2");
              assertThat(db().getStatus().getReadyReplicas()).isEqualTo(3);
              assertThat(db().getStatus().getUpdatedReplicas()).isEqualTo(1);
            });
  }

  @Test
  void replacesAStatefulSetsPodsFromTheHighestNumber() {
    apply(Manifests.statefulSet("db", "db:1", "RollingUpdate"));
    awaitDb("db:1");
    List<String> gone = new CopyOnWriteArrayList<>();
    try (var informer =
        client()
            .pods()
            .inNamespace(namespace())
            .withLabel("app", "db")
            .inform(new DeletedPods(gone))) {
      apply(Manifests.statefulSet("db", "db:2", "RollingUpdate"));
      awaitDb("db:2");
      soon().untilAsserted(() -> assertThat(gone).containsExactly("db-2", "db-1", "db-0"));
      assertThat(informer.isRunning()).isTrue();
    }
    // A real controller calls the revision current in a write of its own, after the last pod.
    soon()
        .untilAsserted(
            () ->
                assertThat(db().getStatus().getCurrentRevision())
                    .isEqualTo(db().getStatus().getUpdateRevision()));
  }

  private void awaitDb(String image) {
    soon()
        .untilAsserted(
            () -> {
              assertThat(db().getStatus().getObservedGeneration())
                  .isEqualTo(db().getMetadata().getGeneration());
              assertThat(db().getStatus().getReadyReplicas()).isEqualTo(3);
              assertThat(db().getStatus().getUpdatedReplicas()).isEqualTo(3);
              assertThat(images("db")).containsExactly(image, image, image);
            });
  }

  @Test
  void leavesAStatefulSetsPodsToWhoeverDeletesThemWhenAskedTo() {
    apply(Manifests.statefulSet("db", "db:1", "OnDelete"));
    awaitDb("db:1");

    apply(Manifests.statefulSet("db", "db:2", "OnDelete"));
    soon()
        .untilAsserted(
            () ->
                assertThat(db().getStatus().getUpdateRevision())
                    .isNotEqualTo(db().getStatus().getCurrentRevision()));
    assertThat(images("db")).containsExactly("db:1", "db:1", "db:1");

    client().pods().inNamespace(namespace()).withName("db-2").delete();
    soon().untilAsserted(() -> assertThat(images("db")).containsExactly("db:1", "db:1", "db:2"));
  }

  @Test
  void runsADaemonSetOnTheNode() {
    apply(Manifests.daemonSet("agent", "agent:1"));
    var agents = client().apps().daemonSets().inNamespace(namespace()).withName("agent");
    soon().until(() -> Integer.valueOf(1).equals(agents.require().getStatus().getNumberReady()));

    apply(Manifests.daemonSet("agent", "agent:2"));

    soon().untilAsserted(() -> assertThat(images("agent")).containsExactly("agent:2"));
    soon()
        .until(
            () ->
                Integer.valueOf(1)
                    .equals(agents.require().getStatus().getUpdatedNumberScheduled()));
  }

  @Test
  void completesAJob() {
    apply(Manifests.job("migrate", "migrate:1"));

    soon()
        .untilAsserted(
            () ->
                assertThat(read("batch/v1", "Job", "migrate").<Object>get("status", "succeeded"))
                    .isEqualTo(1));
    assertThat(
            client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace())
                .withName("migrate")
                .require()
                .getStatus()
                .getConditions())
        .anyMatch(c -> c.getType().equals("Complete") && c.getStatus().equals("True"));
  }

  @Test
  void recordsWhatHappenedAsEvents() {
    apply(Manifests.deployment("web", "web:1", 1));
    awaitWeb("web:1", 1);
    String pod = pods("web").getFirst().getMetadata().getName();

    soon()
        .untilAsserted(
            () -> {
              List<Event> events =
                  client()
                      .v1()
                      .events()
                      .inNamespace(namespace())
                      .withField("involvedObject.name", pod)
                      .list()
                      .getItems();
              assertThat(events).extracting(Event::getReason).contains("Scheduled");
            });
  }
}
