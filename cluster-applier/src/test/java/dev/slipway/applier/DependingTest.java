package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.RolloutDelayed;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.NeededRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An environment that is applied once another one runs. */
class DependingTest {
  private static final EnvironmentName INFRA = EnvironmentName.parse("infra");
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying infra = new Applying(FakeSource.ADDRESS, source, cluster, "infra");
  private final Applying dev = new Applying(FakeSource.ADDRESS, source, cluster, "dev");

  @BeforeEach
  void declare() {
    ApplyRules rules = ApplyRules.DEFAULT;
    dev.rules(
        new ApplyRules(
            rules.mode(), false, false, rules.prune(), rules.drift(), null, null, List.of(INFRA)));
    dev.configuration.put(infra.environment());
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
  }

  @Test
  void waitsUntilTheOtherRunsAndSaysSoOnce() throws InterruptedException {
    dev.clear(needing(1));
    assertThat(dev.work()).isEqualTo(Next.after(Duration.ofSeconds(1)));
    dev.work();
    assertThat(dev.events(RolloutDelayed.class))
        .singleElement()
        .satisfies(
            delayed -> {
              assertThat(delayed.waitsFor()).containsExactly(INFRA);
              assertThat(delayed.message()).isEqualTo("infra: it was never applied");
            });
    assertThat(dev.events(RolloutStarted.class)).isEmpty();

    infra.apply(infra.revision(source.commit(), 1));
    dev.work();
    assertThat(dev.events(RolloutSucceeded.class)).hasSize(1);
  }

  @Test
  void anOlderRevisionOfTheOtherIsNotEnough() throws InterruptedException {
    infra.apply(infra.revision(source.commit(), 1));
    dev.apply(needing(2));
    assertThat(dev.last(RolloutDelayed.class).message())
        .isEqualTo("infra: revision 1.2.0 does not run yet, but 1.1.0");

    infra.apply(infra.revision(source.commit(), 3));
    dev.work();
    assertThat(dev.events(RolloutSucceeded.class)).as("a later one serves as well").hasSize(1);
  }

  @Test
  void waitsWhereTheOtherFailed() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/crash:1", 1));
    cluster.pods.crash("web");
    infra.apply(infra.revision(source.commit(), 1));
    assertThat(infra.events(RolloutFailed.class)).hasSize(1);

    dev.apply(needing(1));
    assertThat(dev.last(RolloutDelayed.class).message())
        .isEqualTo("infra: revision 1.1.0 does not run (yet)");
  }

  @Test
  void goesOnAfterItHasBegunWhateverBecomesOfTheOther() throws InterruptedException {
    infra.apply(infra.revision(source.commit(), 1));
    dev.apply(needing(1));
    assertThat(dev.events(RolloutSucceeded.class)).hasSize(1);
  }

  @Test
  void anotherInstanceTellsTheSameEvent() throws InterruptedException {
    dev.apply(needing(1));
    dev.restart();
    dev.work();
    assertThat(dev.publisher.published()).hasSize(2);
    assertThat(dev.publisher.published().getFirst().id())
        .isEqualTo(dev.publisher.published().getLast().id());
  }

  private Revision needing(long position) {
    return dev.revision(source.commit(), 1)
        .after(List.of(new NeededRevision(INFRA, new Sequence(1, position, 0))));
  }
}
