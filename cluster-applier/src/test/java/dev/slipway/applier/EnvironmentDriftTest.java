package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ObjectChange.Action;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EnvironmentDriftTest {
  private static final Actor ANNA = new Actor("anna");
  private static final String IMAGE = "registry.example/acme/web:1";
  private static final ObjectName WEB = new ObjectName("apps/v1", "Deployment", "dev", "web");
  private static final ObjectName SETTINGS = new ObjectName("v1", "ConfigMap", "dev", "settings");
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(nanoTime::get);

  @Test
  void putsRightWhatAPersonChanged() throws InterruptedException {
    run();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();

    assertThat(replicas()).isEqualTo(2);
    DriftCorrected corrected = applying.last(DriftCorrected.class);
    assertThat(corrected.message()).isEqualTo("changed by kubectl-edit");
    assertThat(corrected.objects())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.object().kind()).isEqualTo("Deployment");
              assertThat(change.fields()).containsExactly("spec.replicas");
            });
    assertThat(applying.events(DriftFound.class)).isEmpty();
  }

  @Test
  void bringsBackWhatWasDeleted() throws InterruptedException {
    run();
    cluster.delete(SETTINGS, cluster.get(SETTINGS).orElseThrow().uid());
    look();

    assertThat(cluster.get(SETTINGS)).isPresent();
    assertThat(applying.last(DriftCorrected.class).objects())
        .singleElement()
        .satisfies(change -> assertThat(change.action()).isEqualTo(Action.CREATED));
    assertThat(applying.last(DriftCorrected.class).message()).isEqualTo("deleted");
  }

  @Test
  void writesNothingWhereNothingDiffers() throws InterruptedException {
    run();
    List<String> before = List.copyOf(cluster.writes);
    look();
    look();

    assertThat(cluster.writes).isEqualTo(before);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
  }

  @Test
  void looksOnlyEverySoOften() throws InterruptedException {
    run();
    cluster.reads.clear();
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());

    assertThat(applying.work()).isInstanceOf(Next.After.class);
    assertThat(cluster.reads).isEmpty();
  }

  @Test
  void leavesReplicasToAnAutoscaler() throws InterruptedException {
    run();
    cluster.edit(WEB, "kube-controller-manager", 5, "spec", "replicas");
    look();

    assertThat(replicas()).isEqualTo(5);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
    assertThat(applying.events(DriftFound.class)).isEmpty();
  }

  @Test
  void takesBackAPersonsFieldAndLeavesTheControllersBesideIt() throws InterruptedException {
    run();
    cluster.edit(WEB, "keda-operator", 5, "spec", "replicas");
    cluster.edit(WEB, "kubectl-label", "other", "spec", "template", "metadata", "labels", "app");
    look();

    assertThat(replicas()).isEqualTo(5);
    assertThat(applying.last(DriftCorrected.class).objects().getFirst().fields())
        .containsExactly("spec.template.metadata.labels.app");
  }

  @Test
  void tellsWhatAnInstancePutRightThatDiedBeforeItCouldTell() throws InterruptedException {
    run();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    cluster.edit(SETTINGS, "kubectl-edit", "by hand", "data", "key");
    applying.publisher.failNext(1);
    assertThatThrownBy(this::look).isInstanceOf(BrokerUnavailableException.class);
    assertThat(replicas()).isEqualTo(2);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();

    applying.restart();
    cluster.edit(WEB, "kubectl-edit", 7, "spec", "replicas");
    look();
    look();
    assertThat(applying.events(DriftCorrected.class))
        .extracting(told -> told.objects().stream().map(one -> one.object().name()).toList())
        .containsExactly(List.of("settings"), List.of("web"));
  }

  @Test
  void leavesWhatNobodyDeclared() throws InterruptedException {
    run();
    String restartedAt = "kubectl.kubernetes.io/restartedAt";
    cluster.edit(
        WEB,
        "kubectl-rollout",
        "2026-11-21T02:00:00Z",
        "spec",
        "template",
        "metadata",
        "annotations",
        restartedAt);
    look();

    assertThat(applying.events(DriftCorrected.class)).isEmpty();
    assertThat(
            cluster
                .get(WEB)
                .orElseThrow()
                .text("spec", "template", "metadata", "annotations", restartedAt))
        .hasValue("2026-11-21T02:00:00Z");
  }

  @Test
  void tellsOnceOfAManagerThatItDoesNotKnow() throws InterruptedException {
    run();
    cluster.edit(SETTINGS, "some-operator", "other", "data", "key");
    look();
    look();

    assertThat(cluster.get(SETTINGS).orElseThrow().text("data", "key")).hasValue("other");
    assertThat(applying.events(DriftFound.class)).hasSize(1);
    assertThat(applying.last(DriftFound.class).message())
        .contains("changed by some-operator", "apply: {force: true}");
  }

  @Test
  void tellsWhatIsLeftOnceWhicheverInstanceSeesIt() throws InterruptedException {
    run();
    cluster.edit(SETTINGS, "some-operator", "other", "data", "key");
    applying.harness().failNextUpdates(1);
    assertThatThrownBy(this::look).isInstanceOf(BrokerUnavailableException.class);
    applying.restart();
    look();
    look();
    assertThat(toldOfDrift()).as("twice, and one event").hasSize(2);
    assertThat(Set.copyOf(toldOfDrift())).hasSize(1);

    applying.restart();
    look();
    look();
    assertThat(toldOfDrift()).as("nothing new").hasSize(2);

    cluster.edit(SETTINGS, "some-operator", "a", "data", "key");
    look();
    cluster.edit(SETTINGS, "some-operator", "other", "data", "key");
    look();
    assertThat(Set.copyOf(toldOfDrift())).as("it came again").hasSize(2);
  }

  @Test
  void tellsOfVeryManyTogetherAndOnce() throws InterruptedException {
    int many = 250;
    write();
    for (int i = 0; i < many; i++) {
      source.write("apps/dev/many-" + i + ".yaml", Yaml.configMap("many-" + i, "a"));
    }
    applying.apply(applying.revision(source.commit(), 1));
    for (int i = 0; i < many; i++) {
      cluster.edit(many(i), "some-operator", "other", "data", "key");
    }
    look();
    applying.restart();
    look();
    look();
    assertThat(applying.events(DriftFound.class))
        .singleElement()
        .satisfies(found -> assertThat(found.objects()).hasSize(many));
    assertThat(applying.state().driftTold(new Sequence(1, 1, 0)).drifts()).hasSize(1);

    cluster.edit(many(0), "some-operator", "a", "data", "key");
    look();
    assertThat(applying.events(DriftFound.class)).hasSize(2);
  }

  private static ObjectName many(int i) {
    return new ObjectName("v1", "ConfigMap", "dev", "many-" + i);
  }

  private List<EventId> toldOfDrift() {
    return applying.publisher.published().stream()
        .filter(told -> told.event() instanceof DriftFound)
        .map(EventEnvelope::id)
        .toList();
  }

  @Test
  void takesItBackWhereTheEnvironmentForces() throws InterruptedException {
    applying.rules(rules(true, ApplyRules.DriftAnswer.CORRECT));
    run();
    cluster.edit(SETTINGS, "some-operator", "other", "data", "key");
    look();

    assertThat(cluster.get(SETTINGS).orElseThrow().text("data", "key")).hasValue("a");
    assertThat(applying.last(DriftCorrected.class).message()).contains("some-operator");
  }

  @Test
  void onlyTellsWhereTheEnvironmentSaysSo() throws InterruptedException {
    applying.rules(rules(false, ApplyRules.DriftAnswer.REPORT));
    run();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();
    look();

    assertThat(replicas()).isEqualTo(5);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
    assertThat(applying.events(DriftFound.class)).hasSize(1);
    assertThat(applying.last(DriftFound.class).objects().getFirst().fields())
        .containsExactly("spec.replicas");
  }

  @Test
  void aHoldStopsCorrections() throws InterruptedException {
    run();
    applying.deliver(new HoldRequested(applying.environment().name(), ANNA, "a fix by hand"));
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();
    assertThat(replicas()).isEqualTo(5);

    applying.deliver(new ResumeRequested(applying.environment().name(), ANNA, null));
    look();
    look();
    assertThat(replicas()).isEqualTo(2);
  }

  @Test
  void asksTheGuardBeforeACorrectionThatStopsPods() throws InterruptedException {
    Revision revision = runGuarded();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    cluster.delete(SETTINGS, cluster.get(SETTINGS).orElseThrow().uid());
    look();

    assertThat(cluster.get(SETTINGS)).as("stops no pod").isPresent();
    assertThat(replicas()).isEqualTo(5);
    assertThat(applying.last(ClearanceRequested.class).purpose())
        .isEqualTo("correct drift of Deployment/web");
    assertThat(applying.last(ClearanceRequested.class).sequence()).isEqualTo(revision.sequence());

    applying.grant(revision, applying.question());
    applying.work();
    assertThat(replicas()).isEqualTo(2);
    assertThat(applying.events(DriftCorrected.class)).hasSize(2);
  }

  @Test
  void waitsWhileTheGuardSaysNo() throws InterruptedException {
    Revision revision = runGuarded();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();
    applying.deliver(
        new RevisionHeld(
            revision,
            List.of(
                new HoldReason(HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running", List.of())),
            Instant.EPOCH));
    look();
    assertThat(replicas()).isEqualTo(5);
    assertThat(applying.events(ClearanceRequested.class)).hasSize(2);

    applying.prepare(revision);
    look();
    applying.grant(revision, applying.question());
    applying.work();
    assertThat(replicas()).isEqualTo(2);
  }

  @Test
  void anAnswerThatIsTooOldCorrectsNothing() throws InterruptedException {
    Revision revision = runGuarded();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();
    applying.grant(revision, applying.question());
    nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());
    applying.work();

    assertThat(replicas()).isEqualTo(5);
  }

  @Test
  void slowsDownWhereItIsUndoneAgainAndAgain() throws InterruptedException {
    run();
    for (int i = 0; i < 3; i++) {
      cluster.edit(WEB, "kubectl-edit", 5 + i, "spec", "replicas");
      look();
    }
    assertThat(applying.events(DriftCorrected.class)).hasSize(3);
    cluster.edit(WEB, "kubectl-edit", 9, "spec", "replicas");
    look();

    assertThat(replicas()).isEqualTo(9);
    assertThat(applying.last(DriftFound.class).message())
        .isEqualTo(
            "changed by kubectl-edit; it was put right 3 times and is changed by kubectl-edit each"
                + " time: put right again in 2 minutes at the latest");
    look();
    look();
    assertThat(applying.events(DriftFound.class)).hasSize(1);
    assertThat(replicas()).as("later it is tried again").isEqualTo(2);
  }

  @Test
  void keepsOnlyWhatSucceeded() throws InterruptedException {
    cluster.pods.crash("web");
    run();
    applying.last(RolloutFailed.class);
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();

    assertThat(replicas()).as("it may be somebody's repair").isEqualTo(5);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
  }

  @Test
  void theNextInstanceKeepsItToo() throws InterruptedException {
    run();
    applying.restart();
    applying.work();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();

    assertThat(replicas()).isEqualTo(2);
  }

  @Test
  void writesNothingWhereAnotherInstanceWasThere() throws InterruptedException {
    run();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    cluster.beforeWrite(
        () -> {
          cluster.beforeWrite(() -> {});
          ObjectName parent = new ObjectName("v1", "ConfigMap", "dev", "slipway-dev");
          cluster.edit(parent, "slipway", "1.9.0", "metadata", "annotations", "x");
        });
    look();

    assertThat(replicas()).isEqualTo(5);
  }

  @Test
  void doesNotRunAJobAgain() throws InterruptedException {
    source.write(
        "apps/dev/job.yaml",
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate}
        spec: {suspend: true, template: {spec: {containers: []}}}
        """);
    run();
    ObjectName job = new ObjectName("batch/v1", "Job", "dev", "migrate");
    cluster.delete(job, cluster.get(job).orElseThrow().uid());
    look();

    assertThat(cluster.get(job)).isEmpty();
    assertThat(applying.last(DriftFound.class).message()).contains("not run again by itself");
  }

  @Test
  void correctsNothingWithoutTheClustersRecord() throws InterruptedException {
    run();
    ObjectName parent = new ObjectName("v1", "ConfigMap", "dev", "slipway-dev");
    cluster.delete(parent, cluster.get(parent).orElseThrow().uid());
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();
    look();

    assertThat(replicas()).isEqualTo(5);
    assertThat(applying.events(DriftFound.class)).hasSize(1);
  }

  @Test
  void looksAgainLaterWhereTheClusterIsAway() throws InterruptedException {
    run();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    cluster.failNext(1);
    look();
    assertThat(replicas()).isEqualTo(5);

    look();
    assertThat(replicas()).isEqualTo(2);
  }

  private void run() throws InterruptedException {
    write();
    applying.apply(applying.revision(source.commit(), 1));
  }

  private Revision runGuarded() throws InterruptedException {
    applying.guarded();
    write();
    Revision revision = applying.revision(source.commit(), 1);
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    applying.work();
    return revision;
  }

  private void write() {
    source
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2))
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
  }

  private void look() throws InterruptedException {
    nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
    Next _ = applying.work();
  }

  private long replicas() {
    KubernetesObject web = cluster.get(WEB).orElseThrow();
    return web.number("spec", "replicas");
  }

  private static ApplyRules rules(boolean force, ApplyRules.DriftAnswer drift) {
    return new ApplyRules(ApplyRules.Mode.APPLY, force, false, PruneLimits.DEFAULT, drift, null);
  }
}
