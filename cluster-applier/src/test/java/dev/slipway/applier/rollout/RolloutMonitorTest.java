package dev.slipway.applier.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.RolloutMonitor.Limits;
import dev.slipway.applier.rollout.RolloutMonitor.State;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutMonitorTest {
  private static final Limits LIMITS = new Limits(Duration.ofMinutes(10), Duration.ofMinutes(30));
  private final KubernetesObject applied = Workloads.workload("Deployment", 3);
  private final RolloutMonitor monitor = new RolloutMonitor(List.of(applied), LIMITS, 0);

  @Test
  void doesNotBelieveAViewThatIsOlderThanWhatWasApplied() {
    RolloutMonitor newer =
        new RolloutMonitor(List.of(applied.with(3, "metadata", "generation")), LIMITS, 0);
    assertThat(newer.look(available(3), 1)).isInstanceOf(State.Running.class);
  }

  @Test
  void isFinishedWhenEveryWorkloadIs() {
    assertThat(monitor.look(available(2), 1)).isInstanceOf(State.Running.class);
    assertThat(monitor.look(available(3), 2)).isInstanceOf(State.Finished.class);
  }

  @Test
  void tellsProgressAtMostOnceASecondAndThenTheNewest() {
    assertThat(told(0, 0)).containsExactly("0 of 3 pods ready");
    assertThat(told(1, 200)).isEmpty();
    assertThat(told(2, 400)).isEmpty();
    assertThat(told(2, 1000)).containsExactly("2 of 3 pods ready");
    assertThat(told(2, 5000)).isEmpty();
  }

  @Test
  void failsWhenThereIsNoProgressForTooLong() {
    look(1, Duration.ofMinutes(9));
    look(2, Duration.ofMinutes(18));
    State.Broken broken = broken(2, Duration.ofMinutes(28));
    assertThat(broken.problem().reason()).isEqualTo(RolloutFailure.NOT_READY);
    assertThat(broken.stuck()).isTrue();
  }

  @Test
  void failsWhenTheWholeTakesTooLong() {
    RolloutMonitor slow =
        new RolloutMonitor(
            List.of(Workloads.workload("Deployment", 3)),
            new Limits(Duration.ofMinutes(10), Duration.ofMinutes(12)),
            0);
    slow.look(available(1), Duration.ofMinutes(8).toNanos());
    assertThat(slow.look(available(2), Duration.ofMinutes(13).toNanos()))
        .isInstanceOfSatisfying(
            State.Broken.class,
            broken -> assertThat(broken.problem().reason()).isEqualTo(RolloutFailure.TIMED_OUT));
  }

  @Test
  void aSuspicionBecomesCertainOnlyIfItLasts() {
    WorkloadView refused =
        new Workloads()
            .with(
                Workloads.condition(
                    Workloads.deployment(3, 0, 0, 0), "ReplicaFailure", "True", "x", "quota"))
            .view();
    assertThat(monitor.look(refused, 0)).isInstanceOf(State.Running.class);
    assertThat(monitor.look(available(1), Duration.ofSeconds(9).toNanos()))
        .isInstanceOf(State.Running.class);
    assertThat(monitor.look(refused, Duration.ofSeconds(10).toNanos()))
        .isInstanceOf(State.Running.class);
    assertThat(monitor.look(refused, Duration.ofSeconds(20).toNanos()))
        .isInstanceOfSatisfying(
            State.Broken.class,
            broken -> assertThat(broken.problem().reason()).isEqualTo(RolloutFailure.POD_REFUSED));
  }

  private List<String> told(int available, int millis) {
    State state = monitor.look(available(available), Duration.ofMillis(millis).toNanos());
    return ((State.Running) state).toTell().stream().map(RolloutMonitor.Progress::message).toList();
  }

  private void look(int available, Duration at) {
    assertThat(monitor.look(available(available), at.toNanos())).isInstanceOf(State.Running.class);
  }

  private State.Broken broken(int available, Duration at) {
    return (State.Broken) monitor.look(available(available), at.toNanos());
  }

  private static WorkloadView available(int available) {
    return new Workloads()
        .with(Workloads.deployment(3, 3, 3, available))
        .replicaSet("web-2", "5")
        .pods("uid-web-2", 3)
        .view();
  }
}
