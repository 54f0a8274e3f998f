package dev.slipway.applier;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.rollout.RolloutMonitor;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How rollouts end on a real control plane, and what stops one in the middle. */
@OnRealCluster
class RealRolloutIT {
  private static final String IMAGE = "registry.example/acme/web:";
  private static final Actor ANNA = new Actor("anna");

  @TempDir Path directory;
  private RealEnvironment real;
  private Applying applying;

  @BeforeEach
  void start() throws Exception {
    real = new RealEnvironment(directory, "rollout");
    applying = real.applying;
  }

  @AfterEach
  void stop() {
    real.close();
  }

  @Test
  void aPodThatNoNodeTakesIsToldWithWhatTheSchedulerSays() throws Exception {
    real.git.write(
        "apps/dev/web.yaml",
        Yaml.deployment("web", IMAGE + "1", 1)
            .replace(
                "    spec:\n      containers:",
                "    spec:\n      nodeSelector: {disk: gold}\n      containers:"));
    applying.limits(new RolloutMonitor.Limits(Duration.ofSeconds(5), Duration.ofSeconds(60)));
    real.apply(1);

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.UNSCHEDULABLE);
    assertThat(failed.workload()).isEqualTo("Deployment/web");
    assertThat(failed.message()).contains("didn't match Pod's node affinity/selector");
  }

  @Test
  void aDaemonSetAndAJobAreFollowedToTheirEnds() throws Exception {
    real.git
        .write("apps/dev/agent.yaml", pods("apps/v1", "DaemonSet", "agent", IMAGE + "1"))
        .write("apps/dev/once.yaml", job("once", IMAGE + "1"));
    real.apply(1);

    assertThat(applying.last(RolloutSucceeded.class).images())
        .extracting(running -> running.workload())
        .containsExactlyInAnyOrder("DaemonSet/agent", "Job/once");
    assertThat(real.get("batch/v1", "Job", "once").number("status", "succeeded")).isEqualTo(1);

    real.git.write("apps/dev/again.yaml", job("again", IMAGE + "crash"));
    real.apply(2);
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.workload()).isEqualTo("Job/again");
    assertThat(failed.reason()).isEqualTo(RolloutFailure.CRASHED);
  }

  @Test
  void aNewerRevisionEndsTheWatchOfTheOlderAtOnce() throws Exception {
    real.git.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "neverready", 1));
    applying.clear(applying.revision(real.git.commit(), 1));
    FutureTask<Object> older = new FutureTask<>(applying::work);
    Thread.ofVirtual().start(older);
    await().until(() -> !applying.events(RolloutProgressed.class).isEmpty());

    real.git.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "2", 1));
    applying.clear(applying.revision(real.git.commit(), 2));
    await().atMost(Duration.ofSeconds(10)).until(older::isDone);
    assertThat(older.state()).isEqualTo(Future.State.SUCCESS);
    applying.work();
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(RolloutSucceeded.class).sequence().position()).isEqualTo(2);
  }

  @Test
  void noMoreIsDeletedAtOnceThanTheLimitUnlessSomebodyConfirms() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      real.git.write("apps/dev/" + name + ".yaml", Yaml.configMap(name, "1"));
    }
    real.apply(1);
    real.git.write("apps/dev/b.yaml", "").write("apps/dev/c.yaml", "");
    Revision emptier = applying.revision(real.git.commit(), 2);
    applying.apply(emptier);
    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.PRUNE_LIMIT);
    assertThat(real.find("v1", "ConfigMap", "b")).isPresent();

    applying.deliver(
        new PruneConfirmed(emptier.environment(), emptier.sequence(), ANNA, "they are gone"));
    applying.work();
    assertThat(applying.last(ResourcesPruned.class).objects()).hasSize(2);
    assertThat(real.find("v1", "ConfigMap", "b")).isEmpty();
    assertThat(real.find("v1", "ConfigMap", "a")).isPresent();
  }

  @Test
  void whatIsDeletedComesBackButNotOnHold() throws Exception {
    real.git
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "1", 1))
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    real.apply(1);
    applying.deliver(new HoldRequested(applying.environment().name(), ANNA, "a fix by hand"));
    real.client.configMaps().inNamespace(real.namespace).withName("settings").delete();
    real.client.apps().deployments().inNamespace(real.namespace).withName("web").delete();
    await().until(() -> real.find("apps/v1", "Deployment", "web").isEmpty());
    real.look();
    real.look();
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
    assertThat(real.find("v1", "ConfigMap", "settings")).isEmpty();

    applying.deliver(new ResumeRequested(applying.environment().name(), ANNA, null));
    real.look();
    real.look();
    assertThat(real.find("v1", "ConfigMap", "settings")).isPresent();
    assertThat(real.find("apps/v1", "Deployment", "web")).isPresent();
    assertThat(applying.events(DriftCorrected.class))
        .flatExtracting(DriftCorrected::objects)
        .extracting(change -> change.object().name())
        .containsExactlyInAnyOrder("web", "settings");
  }

  @Test
  void anOrderedRestartOfOnDeletePodsWaitsWhereTheGateClosesBetweenTwo() throws Exception {
    applying.guarded();
    real.git.write(
        "apps/dev/db.yaml",
        Yaml.statefulSet("db", IMAGE + "1", 3)
            .replace("  serviceName: db", "  serviceName: db\n  updateStrategy: {type: OnDelete}"));
    GitRevision commit = real.git.commit();
    grant(applying.revision(commit, 1));
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    Map<String, String> before = pods();

    Revision restart =
        applying.revision(
            commit, 1, new Restart(EventId.parse("r1"), "StatefulSet/db", null, null, "asked"));
    grant(restart);
    assertThat(applying.last(ClearanceRequested.class).purpose()).isEqualTo("restart pod db-1");
    applying.deliver(
        new RevisionHeld(
            restart,
            List.of(
                new HoldReason(HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running", List.of())),
            Instant.EPOCH));
    applying.work();
    assertThat(applying.last(RolloutProgressed.class).message())
        .isEqualTo("1 of 3 restarted, waiting: us-west-2: 1 running");
    assertThat(pods()).containsEntry("db-0", before.get("db-0"));
    assertThat(pods()).containsEntry("db-1", before.get("db-1"));
    assertThat(pods().get("db-2")).isNotEqualTo(before.get("db-2"));

    for (int pod = 0; pod < 2; pod++) {
      grant(restart);
    }
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(pods()).hasSize(3).doesNotContainValue(before.get("db-0"));
    assertThat(pods()).doesNotContainValue(before.get("db-1"));
  }

  /** Cleared to prepare, asked about, and allowed. */
  private void grant(Revision revision) throws InterruptedException {
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    applying.work();
  }

  private Map<String, String> pods() {
    return real.pods().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .collect(toMap(pod -> pod.getMetadata().getName(), pod -> pod.getMetadata().getUid()));
  }

  private static String job(String name, String image) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: %s}
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers: [{name: main, image: '%s'}]
    """
        .formatted(name, image);
  }

  private static String pods(String apiVersion, String kind, String name, String image) {
    return """
    apiVersion: %1$s
    kind: %2$s
    metadata: {name: %3$s}
    spec:
      selector: {matchLabels: {app: %3$s}}
      template:
        metadata: {labels: {app: %3$s}}
        spec: {containers: [{name: %3$s, image: '%4$s'}]}
    """
        .formatted(apiVersion, kind, name, image);
  }
}
