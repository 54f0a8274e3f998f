package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.diff.DiffWriter;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.DiffReported;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.QuestionDeclined;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FieldChange;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectChange.Action;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What would applying change? */
@Timeout(60)
class DiffTest {
  private static final String IMAGE = "registry.example/acme/web:";
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev")
          .nanoTime(nanoTime::get)
          .patience(Duration.ZERO);

  @Test
  void tellsWhatComesWhatChangesAndWhatGoes() throws InterruptedException {
    source
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "1", 2))
        .write("apps/dev/same.yaml", Yaml.configMap("same", "a"))
        .write("apps/dev/old.yaml", Yaml.configMap("old", "a"));
    applying.apply(applying.revision(source.commit(), 1));
    List<String> writes = List.copyOf(cluster.writes);

    source
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "2", 3))
        .write("apps/dev/new.yaml", Yaml.configMap("new", "a"))
        .remove("apps/dev/old.yaml");
    GitRevision commit = source.commit();
    DiffReported diff = applying.diff(commit);

    assertThat(diff.commit()).isEqualTo(commit);
    assertThat(diff.obstacles()).isNull();
    assertThat(diff.more()).isZero();
    assertThat(diff.objects())
        .containsExactly(
            new ObjectDiff(configMap("new"), Action.CREATED, List.of(), 0),
            new ObjectDiff(
                new ObjectName("apps/v1", "Deployment", "dev", "web"),
                Action.CHANGED,
                List.of(
                    new FieldChange("spec.replicas", "2", "3"),
                    new FieldChange(
                        "spec.template.spec.containers[web].image", IMAGE + "1", IMAGE + "2")),
                0),
            new ObjectDiff(configMap("old"), Action.DELETED, List.of(), 0));
    assertThat(cluster.writes).as("nothing was written").isEqualTo(writes);
    assertThat(applying.outcomes).contains("answered DIFF");
  }

  @Test
  void answersOnceHoweverOftenItArrivesAndAfterACrash() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    GitRevision commit = source.commit();
    EventEnvelope<DiffRequested> asked =
        applying.deliver(new DiffRequested(dev(), commit, Applying.ANNA));
    applying.restart(); // It crashed before it answered.
    applying.work();
    applying.redeliver(asked);
    applying.work();
    applying.restart();
    applying.redeliver(asked);
    applying.work();

    assertThat(applying.events(DiffReported.class)).hasSize(1);
    assertThat(applying.publisher.published().getLast().correlationId())
        .isEqualTo(asked.correlationId());
  }

  @Test
  void anAnswerThatWasToldBeforeACrashIsTheSameEventAgain() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    GitRevision commit = source.commit();
    Applying other =
        new Applying(FakeSource.ADDRESS, source, cluster, "dev").patience(Duration.ZERO);
    EventEnvelope<DiffRequested> asked =
        applying.deliver(new DiffRequested(dev(), commit, Applying.ANNA));
    other.redeliver(asked);
    applying.work();
    other.work();
    assertThat(other.publisher.published().getLast().id())
        .isEqualTo(applying.publisher.published().getLast().id());
  }

  @Test
  void withoutACommitItIsAboutTheNewestThatTheGuardSpokeOf() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "2"));
    GitRevision held = source.commit();
    applying.deliver(
        new RevisionHeld(
            applying.revision(held, 2), List.of(), Instant.parse("2026-01-01T00:00:00Z")));

    DiffReported diff = applying.diff(null);

    assertThat(diff.commit()).isEqualTo(held);
    assertThat(diff.objects())
        .singleElement()
        .satisfies(
            object ->
                assertThat(object.fields()).containsExactly(new FieldChange("data.key", "1", "2")));
  }

  @Test
  void aRolloutWaitsForNoQuestionAndAQuestionForNoRollout() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "1", 1));
    GitRevision commit = source.commit();
    cluster.pods.hang("web");
    cluster.pods.onLook(
        () -> {
          if (applying.state().asked().answered().isEmpty()) {
            applying.redeliver(question(commit));
          } else {
            cluster.pods.recover("web");
          }
        });
    applying.apply(applying.revision(commit, 1));

    assertThat(
            applying.publisher.published().stream()
                .map(told -> told.event().getClass().getSimpleName()))
        .containsSubsequence("RolloutStarted", "DiffReported", "RolloutSucceeded");
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
  }

  private static EventEnvelope<DiffRequested> question(GitRevision commit) {
    return EventEnvelope.first(
        dev.slipway.events.value.EventId.parse("asked-meanwhile"),
        "/test",
        Instant.EPOCH,
        new DiffRequested(dev(), commit, Applying.ANNA));
  }

  @Test
  void whatIsOnHoldIsComparedToo() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    GitRevision commit = source.commit();
    applying.deliver(new HoldRequested(dev(), Applying.ANNA, null));
    assertThat(applying.diff(commit).objects()).hasSize(1);
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void declinesWhatCannotBeRendered() throws InterruptedException {
    source.write("apps/dev/a.yaml", "just a line");
    QuestionDeclined declined = declined(source.commit());
    assertThat(declined.reason()).isEqualTo(RolloutFailure.UNREADABLE_MANIFEST);
    assertThat(declined.message()).contains("apps/dev/a.yaml");
    assertThat(applying.outcomes).contains("declined UNREADABLE_MANIFEST");
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
  }

  @Test
  void declinesWhatNobodyDeclares() throws InterruptedException {
    applying.configuration.remove(Environment.keyOf(dev()));
    assertThat(declined(source.commit()).reason()).isEqualTo(RolloutFailure.UNKNOWN_ENVIRONMENT);
  }

  @Test
  void declinesWhereNoRevisionIsKnown() throws InterruptedException {
    assertThat(declined(null).reason()).isEqualTo(RolloutFailure.UNKNOWN_REVISION);
  }

  @Test
  void declinesACommitThatGitDoesNotHandOut() throws InterruptedException {
    GitRevision commit = source.commit();
    source.failNext(1);
    assertThat(declined(commit).reason()).isEqualTo(RolloutFailure.UNKNOWN_REVISION);
  }

  @Test
  void declinesWhereTheClusterIsAwayAndAnswersWhenItIsBack() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    GitRevision commit = source.commit();
    cluster.failNext(1);
    QuestionDeclined declined = declined(commit);
    assertThat(declined.reason()).isEqualTo(RolloutFailure.NO_ANSWER);
    assertThat(declined.message()).contains("away");
    assertThat(applying.diff(commit).objects()).hasSize(1);
  }

  @Test
  void triesAgainWhileWhoeverAsksIsPatient() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    GitRevision commit = source.commit();
    applying.patience(Duration.ofSeconds(30));
    cluster.failNext(1);
    assertThat(applying.diff(commit).objects()).hasSize(1);
  }

  @Test
  void declinesAClusterThatNoApplierKnows() throws InterruptedException {
    applying.moveTo("unknown");
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    assertThat(declined(source.commit()).reason()).isEqualTo(RolloutFailure.UNKNOWN_CLUSTER);
  }

  @Test
  void leavesTheQuestionsOfAnotherAppliersClusterToIt() throws InterruptedException {
    applying.confinedTo("elsewhere");
    applying.deliver(new DiffRequested(dev(), source.commit(), Applying.ANNA));
    applying.work();
    assertThat(applying.publisher.published()).isEmpty();
    assertThat(applying.state().asked().open()).isEmpty();
  }

  @Test
  void saysWhatSpeaksAgainstItAndComparesTheRest() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "1"))
        .write("apps/dev/c.yaml", Yaml.configMap("c", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    cluster.edit(configMap("a"), "helm", "theirs", "data", "key");
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "2"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "2"))
        .write(
            "apps/dev/c.yaml",
            Yaml.configMap("c", "2")
                .replace("name: c", "name: c\n  annotations: {test/invalid: x}"));
    DiffReported diff = applying.diff(source.commit());

    assertThat(diff.obstacles())
        .hasSize(2)
        .anySatisfy(text -> assertThat(text).contains("CONFLICT", "apps/dev/a.yaml", "helm"))
        .anySatisfy(text -> assertThat(text).contains("REJECTED", "apps/dev/c.yaml"));
    assertThat(diff.objects())
        .extracting(object -> object.object().name(), ObjectDiff::fields)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "a", List.of(new FieldChange("data.key", "theirs", "2"))),
            org.assertj.core.groups.Tuple.tuple(
                "b", List.of(new FieldChange("data.key", "1", "2"))));
  }

  @Test
  void saysThatTheEnvironmentIsAbsent() throws InterruptedException {
    applying.create(false);
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    DiffReported diff = applying.diff(source.commit());
    assertThat(diff.objects()).hasSize(1);
    assertThat(diff.obstacles())
        .singleElement()
        .satisfies(
            text ->
                assertThat(text).contains("ENVIRONMENT_ABSENT", "slipway environment create dev"));
  }

  @Test
  void saysThatMoreWouldGoThanMay() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "1"))
        .write("apps/dev/c.yaml", Yaml.configMap("c", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    source.remove("apps/dev/a.yaml").remove("apps/dev/b.yaml");
    DiffReported diff = applying.diff(source.commit());
    assertThat(diff.objects()).extracting(ObjectDiff::action).containsOnly(Action.DELETED);
    assertThat(diff.obstacles()).singleElement().asString().contains("PRUNE_LIMIT");
  }

  @Test
  void isNoLongerThanAnEventCanCarry() throws InterruptedException {
    String value = "v".repeat(DiffWriter.MOST_CHARACTERS_OF_A_VALUE + 7);
    source.write("apps/dev/long.yaml", Yaml.configMap("long", "a"));
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/long.yaml", Yaml.configMap("long", value));
    for (int i = 0; i < DiffWriter.MOST_OBJECTS + 2; i++) {
      source.write("apps/dev/" + i + ".yaml", Yaml.configMap("m" + i, "a"));
    }
    DiffReported diff = applying.diff(source.commit());
    assertThat(diff.objects()).hasSize(DiffWriter.MOST_OBJECTS);
    assertThat(diff.more()).isEqualTo(3);

    for (int i = 0; i < DiffWriter.MOST_OBJECTS + 2; i++) {
      source.remove("apps/dev/" + i + ".yaml");
    }
    assertThat(applying.diff(source.commit()).objects().getFirst().fields().getFirst().to())
        .endsWith("… (7 characters more)");
  }

  @Test
  void aSecretsDataIsMaskedAndSoIsWhateverRepeatsIt() throws InterruptedException {
    source
        .write("apps/dev/secret.yaml", secret("hunter2-old"))
        .write("apps/dev/map.yaml", Yaml.configMap("a", "user:hunter2-old@db"));
    applying.apply(applying.revision(source.commit(), 1));
    source
        .write("apps/dev/secret.yaml", secret("hunter2-new"))
        .write("apps/dev/map.yaml", Yaml.configMap("a", "user:hunter2-new@db"));
    DiffReported diff = applying.diff(source.commit());

    assertThat(diff.objects())
        .flatExtracting(ObjectDiff::fields)
        .contains(
            new FieldChange("stringData.password", "***", "***"),
            new FieldChange("data.key", "user:***@db", "user:***@db"));
    assertThat(applying.publisher.published().toString()).doesNotContain("hunter2");
  }

  private static String secret(String password) {
    return "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: "
        + password
        + "}\n";
  }

  private QuestionDeclined declined(@org.jspecify.annotations.Nullable GitRevision commit)
      throws InterruptedException {
    return applying.ask(new DiffRequested(dev(), commit, Applying.ANNA), QuestionDeclined.class);
  }

  private static EnvironmentName dev() {
    return EnvironmentName.parse("dev");
  }

  private static ObjectName configMap(String name) {
    return KubernetesObject.named(new ObjectName("v1", "ConfigMap", "dev", name)).objectName();
  }
}
