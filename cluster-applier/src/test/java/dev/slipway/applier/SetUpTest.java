package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.QuestionDeclined;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SetUpTest {
  private static final EnvironmentName DEV = EnvironmentName.parse("dev");
  private static final ObjectName NAMESPACE = new ObjectName("v1", "Namespace", null, "dev");
  private static final ObjectName PARENT = new ObjectName("v1", "ConfigMap", "dev", "slipway-dev");
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").patience(Duration.ZERO);

  @Test
  void whatWasRefusedForTheAbsentEnvironmentIsAppliedOnceItIsThere() throws InterruptedException {
    applying.create(false);
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.ENVIRONMENT_ABSENT);
    assertThat(failed.message()).contains("slipway environment create dev", "create: true");

    assertThat(ask(EnvironmentCreated.class).objects()).containsExactly(NAMESPACE, PARENT);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(ask(EnvironmentCreated.class).objects()).isEmpty();
  }

  @Test
  void makesOnlyWhatIsMissing() throws InterruptedException {
    cluster.create(KubernetesObject.named(NAMESPACE));
    assertThat(ask(EnvironmentCreated.class).objects()).containsExactly(PARENT);
  }

  @Test
  void needsNoRightToReadNamespacesWhereItsOwnIsThere() throws InterruptedException {
    cluster.create(KubernetesObject.named(NAMESPACE));
    cluster.forbid("Namespace");
    assertThat(ask(EnvironmentCreated.class).objects()).containsExactly(PARENT);
  }

  @Test
  void makesNothingOnHold() throws InterruptedException {
    applying.deliver(new HoldRequested(DEV, Applying.ANNA, null));
    assertThat(ask(QuestionDeclined.class).reason()).isEqualTo(RolloutFailure.ON_HOLD);
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void saysWhichClusterNobodyKnows() throws InterruptedException {
    applying.moveTo("unknown");
    assertThat(ask(QuestionDeclined.class).reason()).isEqualTo(RolloutFailure.UNKNOWN_CLUSTER);
  }

  private <E extends ReportEvent> E ask(Class<E> answer) throws InterruptedException {
    return applying.ask(new EnvironmentSetupRequested(DEV, Applying.ANNA, null), answer);
  }
}
