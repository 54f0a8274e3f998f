package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.object.Digest;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.render.Rendering;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.BrokerUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit that takes a chart of another repository, which moves on. */
class ElsewhereTest {
  private static final ObjectName WEB = new ObjectName("apps/v1", "Deployment", "dev", "web");
  private final FakeSource source = new FakeSource();
  private final FakeSource other = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(nanoTime::get);
  private String chart = "";
  private String broken = "";
  private boolean notes = true;

  @BeforeEach
  void takeAChartFromElsewhere() {
    Renderer plain = Rendering.renderer(List.of());
    applying.renderer(
        (folder, environment, where) -> {
          List<DesiredObject> all =
              new ArrayList<>(plain.render(folder, environment, where).objects());
          if (!broken.isEmpty()) {
            throw new RefusedException(RolloutFailure.RENDER_FAILED, broken).ofSomethingElsewhere();
          }
          all.addAll(
              plain.render(other.newest(FakeSource.ADDRESS, "main"), environment, where).objects());
          return new Declared(all, notes ? Digest.of(chart) : null);
        });
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    chart("1");
  }

  private void chart(String version) {
    other.remove("apps/dev/chart-" + chart + ".yaml");
    chart = version;
    other.write(
        "apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/web:" + version, 1));
    other.write("apps/dev/chart-" + version + ".yaml", Yaml.configMap("chart-" + version, "a"));
  }

  @Test
  void isAppliedAgainByItselfAndToldAsAnotherRollout() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    look();
    assertThat(applying.events(RolloutStarted.class)).as("nothing moved").hasSize(1);

    chart("2");
    look();
    applying.work();
    assertIsARolloutOf("2");

    look();
    applying.work();
    assertThat(applying.events(RolloutStarted.class)).as("once").hasSize(2);
  }

  @Test
  void isSeenByTheNextInstanceToo() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    applying.restart();
    chart("2");
    look();
    look();
    applying.work();
    assertIsARolloutOf("2");
  }

  @Test
  void isARolloutWhereDriftIsOnlyToldToo() throws InterruptedException {
    applying.rules(
        new ApplyRules(
            ApplyRules.Mode.APPLY,
            false,
            false,
            PruneLimits.DEFAULT,
            ApplyRules.DriftAnswer.REPORT,
            null));
    applying.apply(applying.revision(source.commit(), 1));
    applying.restart();
    chart("2");
    look();
    look();
    applying.work();
    assertIsARolloutOf("2");
    assertThat(applying.events(DriftFound.class)).isEmpty();
  }

  @Test
  void theNextInstanceTakesNothingForMovedThatStayedAsItWas() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    applying.restart();
    cluster.edit(WEB, "kubectl-edit", 5, "spec", "replicas");
    look();
    look();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(applying.events(DriftCorrected.class)).as("it is drift").hasSize(1);
  }

  @Test
  void anotherChartThatComesToTheSameIsNoRollout() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    chart = "1, with another README";
    look();
    look();
    applying.restart();
    look();
    look();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
  }

  @Test
  void whatAnOlderVersionOfThisServiceDidNotNoteIsNotedOnce() throws InterruptedException {
    notes = false;
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(applying.state().elsewhere()).isNull();
    notes = true;
    applying.restart();
    look();
    look();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);

    applying.restart();
    chart("2");
    look();
    look();
    applying.work();
    assertIsARolloutOf("2");
  }

  @Test
  void aChartThatDoesNotComeUpIsFollowedByTheOneThatMendsIt() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    cluster.pods.crash("web");
    chart("2");
    look();
    applying.work();
    assertThat(applying.events(RolloutFailed.class)).hasSize(1);
    look();
    look();
    assertThat(applying.events(RolloutFailed.class)).as("it is tried once").hasSize(1);

    cluster.pods.recover("web");
    applying.restart();
    chart("3");
    look();
    look();
    applying.work();
    assertThat(image()).isEqualTo("registry.example/acme/web:3");
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
  }

  @Test
  void aChartThatIsRefusedIsNotAppliedBitByBitAsDrift() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    other.write("apps/dev/again.yaml", Yaml.configMap("settings", "twice"));
    chart("2");
    look();
    applying.work();
    assertThat(applying.last(RolloutFailed.class).reason())
        .isEqualTo(RolloutFailure.DUPLICATE_OBJECT);
    look();
    look();
    assertThat(image()).isEqualTo("registry.example/acme/web:1");
    assertThat(applying.events(RolloutFailed.class)).hasSize(1);

    other.remove("apps/dev/again.yaml");
    chart("3");
    look();
    applying.work();
    assertIsARolloutOf("3");
  }

  @Test
  void aChartThatCannotBeRenderedAnyMoreLeavesWhatRunsAndIsToldOnce() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    broken = "the chart has no name";
    chart("2");
    look();
    look();
    applying.restart();
    look();
    look();
    assertThat(image()).isEqualTo("registry.example/acme/web:1");
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.events(DriftFound.class))
        .singleElement()
        .satisfies(told -> assertThat(told.message()).endsWith(": the chart has no name"));

    broken = "";
    look();
    applying.work();
    assertThat(image()).isEqualTo("registry.example/acme/web:2");
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
  }

  @Test
  void aChartThatIsMendedAsItWasIsQuietAgainAndToldWhenItBreaksAgain() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    broken = "the chart has no name";
    look();
    broken = "";
    look();
    look();
    assertThat(applying.state().elsewhere()).extracting(ApplierState.Elsewhere::broken).isNull();
    assertThat(applying.events(DriftFound.class)).hasSize(1);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);

    broken = "the chart has no name";
    look();
    look();
    broken = "the chart has no version";
    look();
    assertThat(applying.events(DriftFound.class)).hasSize(3);
  }

  @Test
  void aChartThatBrokeIsOneEventThoughTheInstanceDiesBeforeNotingIt() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    broken = "the chart has no name";
    applying.harness().failNextUpdates(1);
    assertThatThrownBy(this::look).isInstanceOf(BrokerUnavailableException.class);
    applying.restart();
    look();
    look();
    assertThat(toldOfDrift()).as("told twice, and one event").hasSize(2);
    assertThat(Set.copyOf(toldOfDrift())).hasSize(1);

    broken = "";
    look();
    broken = "the chart has no name";
    look();
    assertThat(Set.copyOf(toldOfDrift())).as("it broke again").hasSize(2);
  }

  private List<EventId> toldOfDrift() {
    return applying.publisher.published().stream()
        .filter(told -> told.event() instanceof DriftFound)
        .map(EventEnvelope::id)
        .toList();
  }

  @Test
  void aChartThatIsNotThereYetIsLookedForUntilItComes() throws InterruptedException {
    broken = "there is no such chart";
    applying.apply(applying.revision(source.commit(), 1));
    look();
    applying.restart();
    look();
    look();
    assertThat(applying.events(RolloutFailed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.message()).isEqualTo(broken));
    assertThat(applying.events(DriftFound.class)).as("once").isEmpty();

    broken = "";
    look();
    applying.work();
    assertThat(image()).isEqualTo("registry.example/acme/web:1");
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    look();
    look();
    assertThat(applying.events(RolloutStarted.class)).hasSize(1);
  }

  @Test
  void whatALaterRevisionMissesIsLookedForTooAndDriftWaits() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    broken = "there is no such chart";
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    applying.apply(applying.revision(source.commit(), 2));
    look();
    look();
    assertThat(applying.events(RolloutFailed.class)).hasSize(1);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();

    broken = "";
    look();
    applying.work();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(
            cluster
                .get(new ObjectName("v1", "ConfigMap", "dev", "settings"))
                .orElseThrow()
                .text("data", "key"))
        .hasValue("b");
  }

  @Test
  void whatIsWrongInTheCommitItselfWaitsForAnother() throws InterruptedException {
    source.write("apps/dev/settings.yaml", "hello");
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    look();
    look();
    assertThat(applying.state().elsewhere()).isNull();
    assertThat(applying.events(RolloutFailed.class)).hasSize(1);
    assertThat(applying.events(RolloutStarted.class)).isEmpty();
  }

  @Test
  void takesTheGuardsWay() throws InterruptedException {
    Revision revision = runGuarded();
    chart("2");
    look();
    applying.work();
    assertThat(image()).isEqualTo("registry.example/acme/web:1");
    assertThat(applying.events(ClearanceRequested.class)).hasSize(2);

    applying.grant(revision, applying.question());
    applying.work();
    assertThat(image()).isEqualTo("registry.example/acme/web:2");
  }

  @Test
  void isToldAsAnotherRolloutThoughTheGuardTookItBackMeanwhile() throws InterruptedException {
    Revision revision = runGuarded();
    chart("2");
    look();
    applying.work();
    applying.deliver(
        new RevisionHeld(
            revision,
            List.of(
                new HoldReason(HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running", List.of())),
            Instant.EPOCH));
    applying.work();
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    applying.work();
    assertIsARolloutOf("2");
  }

  private Revision runGuarded() throws InterruptedException {
    applying.guarded();
    Revision revision = applying.revision(source.commit(), 1);
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    applying.work();
    return revision;
  }

  private void assertIsARolloutOf(String version) throws InterruptedException {
    assertThat(image()).isEqualTo("registry.example/acme/web:" + version);
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "chart-1"))).isEmpty();
    assertThat(applying.events(RolloutStarted.class)).hasSize(2);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
    assertThat(applying.publisher.published())
        .extracting(EventEnvelope::id)
        .doesNotHaveDuplicates();
  }

  private void look() throws InterruptedException {
    nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
    var _ = applying.work();
  }

  private String image() {
    return Fields.text(
            cluster
                .get(WEB)
                .orElseThrow()
                .list("spec", "template", "spec", "containers")
                .getFirst(),
            "image")
        .orElse("");
  }
}
