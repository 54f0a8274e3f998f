package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets a pod be made only where its service account is and the namespace's quota allows one more; a
 * quota's other limits are only stored.
 */
public final class PodAdmission {
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private static final String ALWAYS_THERE = "default";

  private final ObjectStore store;
  private final ResourceKinds kinds;

  public PodAdmission(ObjectStore store, ResourceKinds kinds) {
    this.store = store;
    this.kinds = kinds;
  }

  /** Pods that count. */
  public int used(String namespace) {
    return (int)
        store.list(kinds.builtIn("Pod"), namespace).stream()
            .filter(pod -> !OVER.contains(pod.text("status", "phase")))
            .count();
  }

  /**
   * Whether this pod may be made.
   *
   * @throws ApiError Forbidden; helps to wait until another is gone or the account is there
   */
  void admit(String namespace, ObjectNode pod) {
    String name = Json.text(pod, "metadata", "name");
    String account = Json.text(pod, "spec", "serviceAccountName");
    boolean needed = !account.isEmpty() && !account.equals(ALWAYS_THERE);
    if (needed && store.get(kinds.builtIn("ServiceAccount"), namespace, account).isEmpty()) {
      throw ApiError.forbidden(
          kinds.builtIn("Pod"),
          name,
          "error looking up service account %s/%s: serviceaccount \"%s\" not found"
              .formatted(namespace, account, account));
    }
    refuseAboveQuota(namespace, name);
  }

  private void refuseAboveQuota(String namespace, String name) {
    for (KubeObject quota : store.list(kinds.builtIn("ResourceQuota"), namespace)) {
      String hard = quota.text("spec", "hard", "pods");
      int used = used(namespace);
      if (hard.matches("\\d{1,9}") && used >= Integer.parseInt(hard)) {
        throw ApiError.forbidden(
            kinds.builtIn("Pod"),
            name,
            "exceeded quota: %s, requested: pods=1, used: pods=%d, limited: pods=%s"
                .formatted(quota.name(), used, hard));
      }
    }
  }
}
