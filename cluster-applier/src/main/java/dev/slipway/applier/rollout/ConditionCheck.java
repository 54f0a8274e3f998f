package dev.slipway.applier.rollout;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.WorkloadStatus.Done;
import dev.slipway.applier.rollout.WorkloadStatus.Failed;
import dev.slipway.applier.rollout.WorkloadStatus.Progressing;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far an object is whose controller we know nothing of, by the rules of kstatus
 * (sigs.k8s.io/cli-utils, {@code pkg/kstatus}): what it says of itself is of the newest generation,
 * {@code Stalled} is a failure, {@code Reconciling} and anything but {@code Ready} is on the way.
 * An object that says nothing of itself is done.
 */
final class ConditionCheck {
  private ConditionCheck() {}

  /**
   * Whether objects of that kind are followed: another's kinds, and an API that others serve.
   * Kubernetes' own kinds either are workloads or are done once they are written.
   */
  static boolean follows(KubernetesObject object) {
    int slash = object.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : object.apiVersion().substring(0, slash);
    return isApiService(object) || (group.contains(".") && !group.endsWith(".k8s.io"));
  }

  private static boolean isApiService(KubernetesObject object) {
    return object.kind().equals("APIService")
        && object.apiVersion().startsWith("apiregistration.k8s.io/");
  }

  static WorkloadStatus check(KubernetesObject object) {
    if (Fields.has(object.content(), "metadata", "deletionTimestamp")) {
      return onTheWay("is being deleted");
    }
    if (Fields.has(object.content(), "status", "observedGeneration")
        && object.number("status", "observedGeneration") < object.generation()) {
      return onTheWay("waiting for its controller");
    }
    List<Map<String, Object>> conditions = object.list("status", "conditions");
    Optional<Map<String, Object>> stalled = holding(conditions, "Stalled");
    if (stalled.isPresent()) {
      return new Failed(
          Problem.certain(RolloutFailure.NOT_READY, "it is stalled" + words(stalled.get())));
    }
    Optional<Map<String, Object>> reconciling = holding(conditions, "Reconciling");
    if (reconciling.isPresent()) {
      return onTheWay("reconciling" + words(reconciling.get()));
    }
    return PodCheck.condition(conditions, isApiService(object) ? "Available" : "Ready")
        .filter(ready -> !status(ready).equals("True"))
        .<WorkloadStatus>map(ready -> onTheWay("not ready" + words(ready)))
        .orElseGet(() -> new Done(List.of()));
  }

  private static Optional<Map<String, Object>> holding(
      List<Map<String, Object>> conditions, String type) {
    return PodCheck.condition(conditions, type)
        .filter(condition -> status(condition).equals("True"));
  }

  private static String status(Map<String, Object> condition) {
    return Fields.text(condition, "status").orElse("");
  }

  /** {@code : IssuerNotFound: no issuer acme}. */
  private static String words(Map<String, Object> condition) {
    String reason = Fields.text(condition, "reason").orElse("");
    String message = Fields.text(condition, "message").orElse("");
    return (reason.isBlank() ? "" : ": " + reason) + (message.isBlank() ? "" : ": " + message);
  }

  private static Progressing onTheWay(String message) {
    return new Progressing(0, 1, message, null);
  }
}
