package dev.slipway.applier.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.WorkloadStatus.Done;
import dev.slipway.applier.rollout.WorkloadStatus.Failed;
import dev.slipway.applier.rollout.WorkloadStatus.Progressing;
import dev.slipway.events.value.ObjectName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionCheckTest {
  private static final KubernetesObject CERTIFICATE =
      KubernetesObject.named(new ObjectName("cert-manager.io/v1", "Certificate", "acme", "web"))
          .with(2L, "metadata", "generation");

  @ParameterizedTest
  @CsvSource({
    "cert-manager.io/v1, Certificate, true",
    "apiregistration.k8s.io/v1, APIService, true",
    "apps/v1, Deployment, true",
    "batch/v1, Job, true",
    "v1, ConfigMap, false",
    "networking.k8s.io/v1, Ingress, false",
    "v1, PersistentVolumeClaim, false",
    "batch/v1, CronJob, false",
  })
  void followsWhatSaysOfItselfHowFarItIs(String apiVersion, String kind, boolean follows) {
    assertThat(
            WorkloadCheck.follows(
                KubernetesObject.named(new ObjectName(apiVersion, kind, null, "a"))))
        .isEqualTo(follows);
  }

  @Test
  void isDoneWhereItSaysNothing() {
    assertThat(check(CERTIFICATE)).isInstanceOf(Done.class);
  }

  @Test
  void isDoneOnceItIsReady() {
    assertThat(check(with("Ready", "True"))).isInstanceOf(Done.class);
    assertThat(check(with("Ready", "True").with(2L, "status", "observedGeneration")))
        .isInstanceOf(Done.class);
  }

  @Test
  void doesNotBelieveWhatIsOfAnOlderGeneration() {
    assertThat(message(with("Ready", "True").with(1L, "status", "observedGeneration")))
        .isEqualTo("waiting for its controller");
  }

  @Test
  void waitsWhileItIsNotReady() {
    assertThat(message(with("Ready", "False"))).isEqualTo("not ready: Why: because of that");
    assertThat(message(with("Ready", "Unknown"))).isEqualTo("not ready: Why: because of that");
    assertThat(message(with("Reconciling", "True"))).isEqualTo("reconciling: Why: because of that");
  }

  @Test
  void failsOnceItIsStalledInItsOwnWords() {
    KubernetesObject stalled =
        CERTIFICATE.with(
            List.of(condition("Ready", "False"), condition("Stalled", "True")),
            "status",
            "conditions");

    assertThat(check(stalled))
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.problem().message())
                    .isEqualTo("it is stalled: Why: because of that"));
    assertThat(check(with("Stalled", "False"))).isInstanceOf(Done.class);
  }

  @Test
  void waitsForItsDeletion() {
    assertThat(message(CERTIFICATE.with("2026-11-21T02:00:00Z", "metadata", "deletionTimestamp")))
        .isEqualTo("is being deleted");
  }

  @Test
  void anApiIsThereOnceItIsAvailable() {
    KubernetesObject api =
        KubernetesObject.named(
            new ObjectName("apiregistration.k8s.io/v1", "APIService", null, "v1.acme.example"));

    assertThat(check(api.with(List.of(condition("Available", "False")), "status", "conditions")))
        .isInstanceOf(Progressing.class);
    assertThat(check(api.with(List.of(condition("Available", "True")), "status", "conditions")))
        .isInstanceOf(Done.class);
  }

  private static KubernetesObject with(String type, String status) {
    return CERTIFICATE.with(List.of(condition(type, status)), "status", "conditions");
  }

  private static Map<String, Object> condition(String type, String status) {
    return Map.of("type", type, "status", status, "reason", "Why", "message", "because of that");
  }

  private static WorkloadStatus check(KubernetesObject object) {
    return WorkloadCheck.check(object, new WorkloadView(List.of(object)));
  }

  private static String message(KubernetesObject object) {
    return ((Progressing) check(object)).message();
  }
}
