package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.ApplySet;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.Revision;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each cleared revision of an environment is applied, once and in order. */
class EnvironmentApplierTest {
  private static final String IMAGE = "registry.example/acme/web:1";
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(() -> 0);

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
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2));
    applying.apply(applying.revision(source.commit(), 1));

    applying.last(RolloutSucceeded.class);
    assertThat(applying.accounts)
        .isNotEmpty()
        .allMatch(account -> account.equals("system:serviceaccount:dev:deployer"));
  }

  @Test
  void ignoresALowerSequenceThatArrivesLate() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "old"));
    Revision old = applying.revision(source.commit(), 1);
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "new"));
    applying.apply(applying.revision(source.commit(), 2));
    applying.apply(old);

    assertThat(cluster.value("a")).isEqualTo("new");
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
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
    assertThat(
            ApplySet.of(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "a")).orElseThrow()))
        .hasValue(new ApplySet(e.name(), "dev").id());
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
  void leavesAnEnvironmentThatIsNoLongerDeclaredAsItIs() throws InterruptedException {
    applying.configuration.remove(Environment.keyOf(EnvironmentName.parse("dev")));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(cluster.writes).isEmpty();
    assertThat(applying.publisher.published()).isEmpty();
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
}
