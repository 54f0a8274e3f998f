package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.plan.Restarts;
import dev.slipway.applier.rollout.RolloutMonitor.Limits;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventType;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.Transient;
import dev.slipway.messaging.UnreadableDelivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentApplierTest {
  private static final Actor ANNA = new Actor("anna");
  private static final ObjectName WEB = new ObjectName("apps/v1", "Deployment", "dev", "web");
  private static final String IMAGE = "registry.example/acme/web:1";
  private static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));
  private static final Digest OTHER = Digest.parse("sha256:" + "b".repeat(64));
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(nanoTime::get);

  @Test
  void appliesAClearedRevisionOnce() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2));
    Revision revision = applying.revision(source.commit(), 1);
    EventEnvelope<?> cleared = applying.clear(revision);
    applying.work();
    List<String> writes = List.copyOf(cluster.writes);

    applying.redeliver(cleared);
    applying.work();

    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(applying.events(RolloutStarted.class)).hasSize(1);
    assertThat(cluster.writes).isEqualTo(writes);
    assertThat(applying.outcomes).containsExactly("succeeded none");
  }

  @Test
  void measuresFromThePushUntilItIsAppliedAndUntilItRuns() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2));
    Revision revision = applying.revision(source.commit(), 1);

    applying.apply(causedAt(revision, Instant.now().minus(Duration.ofHours(3))));
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 3));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.measured)
        .as("a person's commit is nobody's push")
        .containsExactly("applied dev after 3 h", "healthy dev after 3 h");
  }

  private static Revision causedAt(Revision revision, Instant push) {
    return new Revision(
        revision.environment(),
        revision.sequence(),
        revision.repository(),
        revision.branch(),
        revision.commit(),
        revision.images(),
        revision.restarts(),
        revision.configurationOffset(),
        push);
  }

  @Test
  void saysThatAFieldCannotBeChanged() throws InterruptedException {
    applyWithSelector("web", 1);
    applyWithSelector("other", 2);

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.IMMUTABLE);
    assertThat(applying.last(RolloutFailed.class).begun()).isFalse();
  }

  @Test
  void makesAnewWhatCannotBeChangedWhereTheEnvironmentAllowsIt() throws InterruptedException {
    applying.rules(anew());
    applyWithSelector("web", 1);
    String before = cluster.get(WEB).orElseThrow().uid();
    cluster.writes.clear();
    applyWithSelector("other", 2);

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(cluster.get(WEB).orElseThrow().uid()).isNotEqualTo(before);
    assertThat(cluster.writes).containsSubsequence("delete Deployment/web", "apply Deployment/web");
    assertThat(applying.last(RolloutStarted.class).changes())
        .extracting(ObjectChange::action)
        .containsExactlyInAnyOrder(ObjectChange.Action.CREATED, ObjectChange.Action.DELETED);
  }

  @Test
  void keepsWhatIsMarkedThoughTheEnvironmentMakesAnew() throws InterruptedException {
    applying.rules(anew());
    applyWithSelector("web", 1);
    cluster.edit(WEB, "kubectl", "disabled", "metadata", "annotations", "slipway.dev/prune");
    applyWithSelector("other", 2);

    assertThat(applying.last(RolloutFailed.class).message())
        .endsWith("It is not made anew by itself: it holds data, or is marked to be kept");
  }

  @Test
  void theNextInstanceMakesWhatWasOnlyDeleted() throws InterruptedException {
    applying.rules(anew());
    applyWithSelector("web", 1);
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2).replace("app: web", "a: b"));
    Revision second = applying.revision(source.commit(), 2);
    applying.clear(second);
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.getLast().startsWith("delete")) {
            cluster.beforeWrite(() -> {});
            throw new IllegalStateException("killed");
          }
        });
    assertThatThrownBy(applying::work).hasMessage("killed");
    assertThat(cluster.get(WEB)).isEmpty();

    applying.restart();
    applying.work();
    assertThat(cluster.get(WEB)).isPresent();
    assertThat(applying.last(RolloutSucceeded.class).sequence()).isEqualTo(second.sequence());
  }

  @Test
  void doesEverythingInTheNameOfTheEnvironmentsServiceAccount() throws InterruptedException {
    applying.rules(
        new ApplyRules(
            ApplyRules.Mode.APPLY,
            false,
            false,
            PruneLimits.DEFAULT,
            ApplyRules.DriftAnswer.CORRECT,
            "deployer"));
    applyWithSelector("web", 1);

    applying.last(RolloutSucceeded.class);
    assertThat(applying.accounts)
        .isNotEmpty()
        .allMatch(account -> account.equals("system:serviceaccount:dev:deployer"));
  }

  private void applyWithSelector(String label, long position) throws InterruptedException {
    source.write(
        "apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2).replace("app: web", "app: " + label));
    applying.apply(applying.revision(source.commit(), position));
  }

  private static ApplyRules anew() {
    return new ApplyRules(
        ApplyRules.Mode.APPLY,
        false,
        true,
        PruneLimits.DEFAULT,
        ApplyRules.DriftAnswer.CORRECT,
        null);
  }

  @Test
  void tellsTheDigestsThatThePodsReport() throws InterruptedException {
    cluster.pods.digests.put(IMAGE, DIGEST.toString());
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2));
    applying.apply(applying.revision(source.commit(), 1));

    assertThat(applying.last(RolloutSucceeded.class).images())
        .singleElement()
        .satisfies(image -> assertThat(image.digest()).isEqualTo(DIGEST));
  }

  @Test
  void provesNoDigestWhereNoPodRuns() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 0));
    applying.apply(applying.revision(source.commit(), 1));

    assertThat(applying.last(RolloutSucceeded.class).images())
        .singleElement()
        .satisfies(image -> assertThat(image.digest()).isNull());
  }

  @Test
  void ignoresALowerSequenceThatArrivesLate() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "old"));
    Revision old = applying.revision(source.commit(), 1);
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "new"));
    applying.apply(applying.revision(source.commit(), 2));
    applying.apply(old);

    assertThat(value("a")).isEqualTo("new");
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
  }

  @Test
  void aCrashBetweenTheWritesEndsInTheSameState() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.clear(applying.revision(source.commit(), 1));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.contains("apply ConfigMap/a")) {
            cluster.beforeWrite(() -> {});
            throw new IllegalStateException("kill -9");
          }
        });
    assertThatThrownBy(applying::work).hasMessageContaining("kill -9");

    applying.restart();
    applying.work();

    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(cluster.writes).containsOnlyOnce("apply ConfigMap/a", "apply Deployment/web");
    assertThat(ids(RolloutStarted.class)).hasSize(1);
  }

  /** Wherever it dies, the next instance ends where one that lives would have. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void aKillBeforeAnyWriteEndsInTheSameState(int fatal) throws InterruptedException {
    source
        .write("apps/dev/old.yaml", Yaml.configMap("old", "1"))
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1))
        .write("apps/dev/db.yaml", Yaml.statefulSet("db", IMAGE, 2));
    applying.apply(applying.revision(source.commit(), 1));
    cluster.writes.clear();
    source
        .remove("apps/dev/old.yaml")
        .write("apps/dev/new.yaml", Yaml.configMap("new", "1"))
        .write("apps/dev/more.yaml", Yaml.configMap("more", "1"));
    applying.clear(applying.revision(source.commit(), 2, restart("r1", null)));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.size() == fatal - 1) {
            cluster.beforeWrite(() -> {});
            throw new IllegalStateException("kill -9");
          }
        });
    try {
      applying.work();
    } catch (IllegalStateException killed) {
      assertThat(killed).hasMessage("kill -9");
      applying.restart();
      applying.work();
    }

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(ids(RolloutSucceeded.class)).hasSize(2);
    assertThat(value("new") + value("more")).isEqualTo("11");
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "old"))).isEmpty();
    assertThat(cluster.writes)
        .containsOnlyOnce("delete ConfigMap/old", "apply Deployment/web")
        .filteredOn(write -> write.startsWith("delete Pod"))
        .containsExactly("delete Pod/db-1", "delete Pod/db-0");
  }

  @Test
  void anInstanceThatHasLostItsPartitionStopsAtItsNextRecord() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "2"));
    Revision lost = applying.revision(source.commit(), 2);
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "3"));
    Applying owner = new Applying(FakeSource.ADDRESS, source, cluster, "dev");
    Revision newest = owner.revision(source.commit(), 3);
    applying.clear(lost);
    cluster.beforeWrite(
        () -> {
          cluster.beforeWrite(() -> {});
          try {
            owner.apply(newest);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    applying.work();

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.OUTDATED);
    assertThat(value("a")).isEqualTo("3");
  }

  @Test
  void aBrokerThatIsAwayAtTheEndChangesNothingButTheTime() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.clear(applying.revision(source.commit(), 1));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.contains("apply ConfigMap/a")) {
            applying.publisher.failNext(1);
          }
        });
    assertThatThrownBy(applying::work).isInstanceOf(BrokerUnavailableException.class);
    cluster.beforeWrite(() -> {});

    applying.restart();
    applying.work();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(cluster.writes).containsOnlyOnce("apply ConfigMap/a");
  }

  @Test
  void anOutageIsTriedAgainAndNeverBecomesAFailure() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.clear(applying.revision(source.commit(), 1));
    source.failNext(1);
    assertThatThrownBy(applying::work).isInstanceOf(Transient.class);
    cluster.failNext(1);
    assertThatThrownBy(applying::work).isInstanceOf(Transient.class);

    applying.work();
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    applying.last(RolloutSucceeded.class);
  }

  @Test
  void aRefusalIsToldOnceAndWritesNothing() throws InterruptedException {
    source.write("apps/dev/broken.yaml", "a: [b");
    EventEnvelope<?> cleared = applying.clear(applying.revision(source.commit(), 1));
    applying.work();
    applying.redeliver(cleared);
    applying.work();
    applying.restart();
    applying.work();

    assertThat(applying.events(RolloutFailed.class)).hasSize(1);
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.UNREADABLE_MANIFEST);
    assertThat(failed.message()).contains("apps/dev/broken.yaml");
    assertThat(failed.begun()).isFalse();
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void oneInvalidObjectKeepsAllTheOthersOut() throws InterruptedException {
    source.write("apps/dev/good.yaml", Yaml.configMap("good", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    cluster.writes.clear();
    source
        .write("apps/dev/good.yaml", Yaml.configMap("good", "2"))
        .write(
            "apps/dev/bad.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: bad, annotations: {test/invalid: "yes"}}
            """);
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(applying.last(RolloutFailed.class).message()).contains("apps/dev/bad.yaml");
    assertThat(cluster.writes).isEmpty();
    assertThat(value("good")).isEqualTo("1");
  }

  @Test
  void oneChangedFileCostsOneFilesWork() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      source.write("apps/dev/c" + i + ".yaml", Yaml.configMap("c" + i, "1"));
    }
    applying.apply(applying.revision(source.commit(), 1));
    cluster.writes.clear();
    source.write("apps/dev/c7.yaml", Yaml.configMap("c7", "2"));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(cluster.writes)
        .filteredOn(write -> write.startsWith("apply"))
        .containsExactly("apply ConfigMap/c7");
    assertThat(value("c7")).isEqualTo("2");
  }

  @Test
  void whatElseAChangedFileHoldsCostsNothing() throws InterruptedException {
    source.write(
        "apps/dev/both.yaml", Yaml.configMap("a", "1") + "\n---\n" + Yaml.configMap("b", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    cluster.reads.clear();
    source.write(
        "apps/dev/both.yaml", Yaml.configMap("a", "1") + "\n---\n" + Yaml.configMap("b", "2"));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(cluster.reads).contains("get ConfigMap/b").doesNotContain("get ConfigMap/a");
    assertThat(value("b")).isEqualTo("2");
  }

  @Test
  void manyChangedObjectsOfAKindAreLookedAtByOneList() throws InterruptedException {
    for (int i = 0; i < 9; i++) {
      source.write("apps/dev/c" + i + ".yaml", Yaml.configMap("c" + i, "1"));
    }
    applying.apply(applying.revision(source.commit(), 1));
    cluster.reads.clear();
    for (int i = 0; i < 9; i++) {
      source.write("apps/dev/c" + i + ".yaml", Yaml.configMap("c" + i, "2"));
    }
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(cluster.reads)
        .contains("list ConfigMap")
        .noneMatch(read -> read.startsWith("get ConfigMap/c"));
    assertThat(value("c8")).isEqualTo("2");
  }

  @Test
  void looksAtEverythingAgainWhereAnotherInstanceWasHereMeanwhile() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    Applying other = new Applying(FakeSource.ADDRESS, source, cluster, "dev");
    source.write("apps/dev/b.yaml", Yaml.configMap("b", "2"));
    other.apply(other.revision(source.commit(), 2));

    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "3"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "1"));
    applying.apply(applying.revision(source.commit(), 3));

    assertThat(value("a")).isEqualTo("3");
    assertThat(value("b")).isEqualTo("1");
  }

  @Test
  void deletesWhatLeftTheFolder() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    source.remove("apps/dev/b.yaml");
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(ResourcesPruned.class).objects())
        .containsExactly(new ObjectName("v1", "ConfigMap", "dev", "b"));
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "b"))).isEmpty();
    assertThat(applying.last(RolloutStarted.class).changes())
        .extracting(change -> change.action().name())
        .containsExactly("DELETED");
  }

  @Test
  void deletesNoMoreAtOnceThanTheLimitUnlessSomebodyConfirms() throws InterruptedException {
    for (String name : List.of("a", "b", "c")) {
      source.write("apps/dev/" + name + ".yaml", Yaml.configMap(name, "1"));
    }
    applying.apply(applying.revision(source.commit(), 1));
    source.remove("apps/dev/b.yaml").remove("apps/dev/c.yaml");
    Revision emptier = applying.revision(source.commit(), 2);
    applying.apply(emptier);

    RolloutFailed refused = applying.last(RolloutFailed.class);
    assertThat(refused.reason()).isEqualTo(RolloutFailure.PRUNE_LIMIT);
    assertThat(refused.begun()).isFalse();
    assertThat(refused.message())
        .startsWith("2 of the 3 objects of environment dev left it, and would be deleted: ")
        .contains("ConfigMap/b in dev", "ConfigMap/c in dev")
        .endsWith(
            "At most 50% may go at once, because a broken folder must not empty an environment."
                + " If it is meant: slipway confirm-prune dev");
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "b"))).isPresent();

    applying.deliver(
        new PruneConfirmed(
            emptier.environment(), emptier.sequence(), new Actor("alice"), "they are gone"));
    applying.restart();
    applying.work();
    assertThat(applying.last(ResourcesPruned.class).objects()).hasSize(2);
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "b"))).isEmpty();
  }

  @Test
  void aConfirmationIsForOneRevisionOnly() throws InterruptedException {
    for (String name : List.of("a", "b", "c")) {
      source.write("apps/dev/" + name + ".yaml", Yaml.configMap(name, "1"));
    }
    Revision first = applying.revision(source.commit(), 1);
    applying.apply(first);
    applying.deliver(
        new PruneConfirmed(first.environment(), first.sequence(), new Actor("alice"), null));
    applying.work();
    source.remove("apps/dev/b.yaml").remove("apps/dev/c.yaml");
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.PRUNE_LIMIT);
  }

  @Test
  void refusesToEmptyAnEnvironment() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/a.yaml", "# gone");
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.PATH_ABSENT);
    assertThat(value("a")).isEqualTo("1");
  }

  @Test
  void refusesAFolderThatIsNotThere() throws InterruptedException {
    source.write("elsewhere/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.PATH_ABSENT);
  }

  @Test
  void refusesTheSameObjectInTwoFiles() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/b.yaml", Yaml.configMap("a", "2"));
    applying.apply(applying.revision(source.commit(), 1));
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.DUPLICATE_OBJECT);
    assertThat(failed.message()).contains("apps/dev/a.yaml", "apps/dev/b.yaml");
  }

  @Test
  void refusesAnUnknownCluster() throws InterruptedException {
    Environment e = applying.environment();
    applying.declare(
        new Environment(
            e.name(),
            e.source(),
            e.branch(),
            e.path(),
            true,
            "unknown",
            "dev",
            List.of(),
            null,
            null,
            true,
            null));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(applying.last(RolloutFailed.class).reason())
        .isEqualTo(RolloutFailure.UNKNOWN_CLUSTER);
  }

  @Test
  void takesOverTheObjectsOfTheEnvironmentThatItReplaces() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/gone.yaml", Yaml.deployment("gone", IMAGE, 1));
    applying.apply(applying.revision(source.commit(), 1));
    source.remove("apps/dev/gone.yaml");
    Applying next = new Applying(FakeSource.ADDRESS, source, cluster, "next");
    Environment e = next.environment();
    next.declare(
        new Environment(
            e.name(),
            e.source(),
            e.branch(),
            e.path(),
            true,
            "main",
            "dev",
            List.of(),
            null,
            null,
            true,
            EnvironmentName.parse("dev")));
    next.apply(next.revision(source.commit(), 1));

    assertThat(next.events(RolloutFailed.class)).isEmpty();
    assertThat(ApplySet.of(object("ConfigMap", "a"))).hasValue(new ApplySet(e.name(), "dev").id());
  }

  @Test
  void waitsUntilTheConfigurationIsRead() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    Revision r = applying.revision(source.commit(), 1);
    applying.clear(
        new Revision(
            r.environment(),
            r.sequence(),
            r.repository(),
            r.branch(),
            r.commit(),
            List.of(),
            List.of(),
            7));
    assertThat(applying.work()).isEqualTo(Next.after(Duration.ofMillis(50)));
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void writesNothingWhileHeldAndTheNewestWhenResumed() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.deliver(new HoldRequested(EnvironmentName.parse("dev"), ANNA, "night"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(cluster.writes).isEmpty();
    assertThat(applying.outcomes).containsExactly("held HOLD");

    source.write("apps/dev/a.yaml", Yaml.configMap("a", "2"));
    applying.apply(applying.revision(source.commit(), 2));
    applying.deliver(new ResumeRequested(EnvironmentName.parse("dev"), ANNA, null));
    applying.work();
    assertThat(value("a")).isEqualTo("2");
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
  }

  @Test
  void aHoldInTheMiddleStopsTheNextWrite() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.clear(applying.revision(source.commit(), 1));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.stream().noneMatch("apply ConfigMap/a"::equals)
              && cluster.writes.size() == 2) {
            cluster.beforeWrite(() -> {});
            applying.deliver(new HoldRequested(EnvironmentName.parse("dev"), ANNA, null));
          }
        });
    applying.work();
    assertThat(cluster.writes).contains("apply ConfigMap/a").doesNotContain("apply Deployment/web");

    applying.deliver(new ResumeRequested(EnvironmentName.parse("dev"), ANNA, null));
    applying.work();
    assertThat(cluster.writes).containsOnlyOnce("apply Deployment/web");
    applying.last(RolloutSucceeded.class);
  }

  @Test
  void aHoldThatCannotBeReadHolds() throws InterruptedException {
    applying
        .harness()
        .deliverUnreadable(
            new UnreadableDelivery("slipway.requests", "dev", EventType.HOLD_REQUESTED, "broken"));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void aNewerRevisionEndsTheWatchOfTheOlder() throws InterruptedException {
    cluster.pods.hang("web");
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    Revision first = applying.revision(source.commit(), 1);
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "2", 1));
    Revision second = applying.revision(source.commit(), 2);
    applying.clear(first);
    cluster.pods.onLook(
        () -> {
          cluster.pods.onLook(() -> {});
          applying.clear(second);
        });
    assertThat(applying.work()).isEqualTo(Next.after(Duration.ZERO));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();

    cluster.pods.recover("web");
    applying.work();
    assertThat(applying.last(RolloutSucceeded.class).sequence()).isEqualTo(second.sequence());
  }

  @Test
  void tellsWhyAWorkloadDoesNotComeUp() throws InterruptedException {
    cluster.pods.crash("web");
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.apply(applying.revision(source.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.CRASHED);
    assertThat(failed.images()).isNotEmpty();
    assertThat(failed.message()).contains("exit code 3", "last words of web-0");
    assertThat(failed.begun()).isTrue();
  }

  @Test
  void namesTheProbeOfAPodThatDoesNotBecomeReady() throws InterruptedException {
    applying.limits(new Limits(Duration.ofMinutes(10), Duration.ofMinutes(30)));
    cluster.pods.hang("web");
    cluster.pods.onLook(() -> nanoTime.addAndGet(Duration.ofMinutes(4).toNanos()));
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.apply(applying.revision(source.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.NOT_READY);
    assertThat(failed.message()).contains("pod web-0 is not ready: Readiness probe failed: 503");
  }

  @Test
  void afterAFailureTheNextRevisionWatchesWhatWasNotReady() throws InterruptedException {
    cluster.pods.crash("web");
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.events(RolloutFailed.class)).hasSize(2);
    assertThat(applying.events(RolloutSucceeded.class)).isEmpty();
  }

  @Test
  void aGuardedEnvironmentPreparesAndAsksLast() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    assertThat(applying.last(ClearanceRequested.class).sequence()).isEqualTo(revision.sequence());
    assertThat(cluster.writes).isEmpty();
    assertThat(applying.events(RolloutStarted.class)).isEmpty();

    applying.grant(revision, applying.question());
    applying.work();
    applying.last(RolloutSucceeded.class);
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
  }

  @Test
  void anAnswerThatCameTooLateWritesNothingAndIsAskedAgain() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    EventId first = applying.question();
    nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
    applying.grant(revision, first);
    applying.work();

    assertThat(cluster.writes).isEmpty();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(2);
    applying.grant(revision, applying.question());
    applying.work();
    applying.last(RolloutSucceeded.class);
  }

  @Test
  void aClearanceThatRunsOutWhileTheFirstWriteIsMadeWritesNoObject() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    cluster.beforeWrite(
        () -> {
          cluster.beforeWrite(() -> {});
          nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());
        });
    applying.grant(revision, applying.question());
    applying.work();
    assertThat(cluster.writes).noneMatch(write -> write.startsWith("apply"));
  }

  @Test
  void anAnswerToAnotherQuestionCountsNothing() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    EventId before = applying.question();
    applying.restart(); // The question's clock is lost with the instance.
    applying.work();
    applying.grant(revision, before);
    applying.work();
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void parksWhenTheGuardSaysWaitAndAsksWhenItClearsAgain() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    applying.deliver(new RevisionHeld(revision, List.of(), Instant.EPOCH));
    assertThat(applying.work()).isEqualTo(Next.whenChanged());
    nanoTime.addAndGet(Duration.ofHours(8).toNanos());
    assertThat(applying.work()).isEqualTo(Next.whenChanged());
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);

    applying.prepare(revision);
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(2);
    applying.grant(revision, applying.question());
    applying.work();
    applying.last(RolloutSucceeded.class);
  }

  @Test
  void aGuardThatIsSilentIsAskedAgainLessAndLessOften() throws InterruptedException {
    applying.prepare(guardedRevision());
    for (int second = 0; second < 200; second++) {
      applying.work();
      nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    // At 0, 10, 30, 70, 130, 190 s.
    assertThat(applying.events(ClearanceRequested.class)).hasSize(6);
  }

  @Test
  void aGuardedRevisionThatChangesNothingNeedsNoAnswer() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    applying.work();
    source.write("elsewhere/b.yaml", "x: y");
    applying.prepare(applying.revision(source.commit(), 2));
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(1);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
  }

  @Test
  void restartsWhatUsesTheImageOnceEvenWhenTheInstanceDies() throws InterruptedException {
    cluster.pods.digests.put(IMAGE, DIGEST.toString());
    source
        .write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1))
        .write("apps/dev/api.yaml", Yaml.deployment("api", "registry.example/acme/api:1", 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    cluster.writes.clear();
    applying.clear(applying.revision(commit, 1, moved(DIGEST)));
    cluster.pods.onLook(
        () -> {
          cluster.pods.onLook(() -> {});
          throw new IllegalStateException("kill -9");
        });
    assertThatThrownBy(applying::work).hasMessageContaining("kill -9");
    applying.restart();
    applying.work();

    assertThat(cluster.writes)
        .filteredOn(write -> write.startsWith("apply"))
        .containsExactly("apply Deployment/web");
    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("moved-" + DIGEST.abbreviated()));
  }

  @Test
  void aRestartThatBringsAnotherDigestHasFailed() throws InterruptedException {
    cluster.pods.digests.put(IMAGE, OTHER.toString());
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.apply(applying.revision(commit, 1, moved(DIGEST)));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.DIGEST_NOT_RUNNING);
    assertThat(failed.message()).contains("imagePullPolicy is IfNotPresent");
  }

  @Test
  void podsThatPulledWhatTheTagMovedOnToHaveNotFailed() throws InterruptedException {
    String latest = "registry.example/acme/web:latest";
    cluster.pods.digests.put(latest, OTHER.toString());
    source.write("apps/dev/web.yaml", Yaml.deployment("web", latest, 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.apply(applying.revision(commit, 1, moved(latest, DIGEST)));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();

    applying.apply(applying.revision(commit, 1, moved(latest, DIGEST), moved(latest, OTHER)));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(RolloutSucceeded.class).restarts()).hasSize(2);
  }

  @Test
  void podsThatRunAnotherDigestForLongHaveFailed() throws InterruptedException {
    String latest = "registry.example/acme/web:latest";
    cluster.pods.digests.put(latest, OTHER.toString());
    source.write("apps/dev/web.yaml", Yaml.deployment("web", latest, 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.apply(applying.revision(commit, 1, moved(latest, DIGEST)));
    nanoTime.addAndGet(Duration.ofSeconds(299).toNanos());
    applying.work();
    assertThat(applying.events(RolloutFailed.class)).as("whoever says so may be down").isEmpty();

    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    applying.work();
    assertThat(applying.last(RolloutFailed.class).reason())
        .isEqualTo(RolloutFailure.DIGEST_NOT_RUNNING);
  }

  @Test
  void aLaterRevisionCarriesTheRestartThatASupersededOneDidNotDo() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    applying.clear(applying.revision(commit, 1, restart("r1", null)));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("r1"));
    assertThat(
            object("Deployment", "web")
                .text("spec", "template", "metadata", "annotations", Restarts.MARK))
        .hasValue("r1");
  }

  @Test
  void restartsAStatefulSetInOrderAndGoesOnWhereADeadInstanceStopped() throws InterruptedException {
    source.write("apps/dev/db.yaml", Yaml.statefulSet("db", IMAGE, 3));
    GitRevision commit = source.commit();
    applying.apply(applying.revision(commit, 1));
    cluster.writes.clear();
    applying.clear(applying.revision(commit, 1, restart("r1", "StatefulSet/db")));
    cluster.beforeWrite(
        () -> {
          if (cluster.writes.contains("delete Pod/db-1")) {
            cluster.beforeWrite(() -> {});
            throw new IllegalStateException("kill -9");
          }
        });
    assertThatThrownBy(applying::work).hasMessageContaining("kill -9");
    applying.restart();
    applying.work();

    assertThat(cluster.writes)
        .filteredOn(write -> write.startsWith("delete"))
        .containsExactly("delete Pod/db-2", "delete Pod/db-1", "delete Pod/db-0");
    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("r1"));
  }

  @Test
  void aGuardedOrderedRestartAsksBeforeEachFurtherPod() throws InterruptedException {
    Revision revision = guardedRevision();
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    source.write("apps/dev/db.yaml", Yaml.statefulSet("db", IMAGE, 2));
    applying.work();
    GitRevision commit = source.commit();
    Revision set = applying.revision(commit, 2);
    applying.prepare(set);
    applying.work();
    applying.grant(set, applying.question());
    applying.work();
    applying.publisher.clear();

    Revision restart = applying.revision(commit, 2, restart("r1", null));
    applying.prepare(restart);
    applying.work();
    applying.grant(restart, applying.question());
    applying.work();
    assertThat(cluster.writes).contains("delete Pod/db-1").doesNotContain("delete Pod/db-0");
    assertThat(applying.last(ClearanceRequested.class).purpose()).isEqualTo("restart pod db-0");

    applying.deliver(
        new RevisionHeld(
            restart,
            List.of(
                new HoldReason(HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running", List.of())),
            Instant.EPOCH));
    assertThat(applying.work()).isEqualTo(Next.whenChanged());
    assertThat(applying.last(RolloutProgressed.class).message())
        .isEqualTo("1 of 2 restarted, waiting: us-west-2: 1 running");
    applying.prepare(restart);
    applying.work();
    applying.grant(restart, applying.question());
    applying.work();
    assertThat(cluster.writes).containsOnlyOnce("delete Pod/db-1", "delete Pod/db-0");
    applying.last(RolloutSucceeded.class);
  }

  @Test
  void leavesAnEnvironmentThatIsNoLongerDeclaredAsItIs() throws InterruptedException {
    applying.configuration.remove(Environment.keyOf(EnvironmentName.parse("dev")));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(cluster.writes).isEmpty();
    assertThat(applying.publisher.published()).isEmpty();
  }

  private Revision guardedRevision() {
    applying.guarded();
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    return applying.revision(source.commit(), 1);
  }

  private static Restart moved(Digest digest) {
    return moved(IMAGE, digest);
  }

  private static Restart moved(String image, Digest digest) {
    return new Restart(
        EventId.parse("moved-" + digest.abbreviated()),
        null,
        ImageReference.parse(image),
        digest,
        "the tag moved");
  }

  private static Restart restart(String id, @org.jspecify.annotations.Nullable String workload) {
    return new Restart(EventId.parse(id), workload, null, null, "somebody asked");
  }

  private String value(String configMap) {
    return object("ConfigMap", configMap).text("data", "key").orElseThrow();
  }

  private KubernetesObject object(String kind, String name) {
    String apiVersion = kind.equals("ConfigMap") ? "v1" : "apps/v1";
    return cluster.get(new ObjectName(apiVersion, kind, "dev", name)).orElseThrow();
  }

  private List<EventId> ids(Class<?> type) {
    return applying.publisher.published().stream()
        .filter(envelope -> type.isInstance(envelope.event()))
        .map(EventEnvelope::id)
        .distinct()
        .toList();
  }
}
