package dev.slipway.applier.kubernetes;

import dev.slipway.applier.ApplierException;
import dev.slipway.applier.Clusters.ServiceAccount;
import dev.slipway.applier.object.GroupKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Proves that we may do in each cluster what applying takes, before anything needs it. */
public final class PermissionCheck {
  private static final GroupKind CORE = new GroupKind("", "");
  private static final GroupKind APPS = new GroupKind("apps", "");
  private static final GroupKind BATCH = new GroupKind("batch", "");

  /**
   * Where applying takes place.
   *
   * @param serviceAccount in whose name; absent: in our own
   */
  public record Place(String namespace, @Nullable String serviceAccount) {}

  private record Need(GroupKind group, String plural, List<String> verbs) {}

  private static final List<String> APPLYING = List.of("get", "list", "create", "patch", "delete");
  private static final List<Need> NEEDS =
      List.of(
          new Need(
              CORE, "configmaps", List.of("get", "list", "create", "update", "patch", "delete")),
          new Need(CORE, "services", APPLYING),
          new Need(
              APPS, "deployments", List.of("get", "list", "watch", "create", "patch", "delete")),
          new Need(
              APPS, "statefulsets", List.of("get", "list", "watch", "create", "patch", "delete")),
          new Need(
              APPS, "daemonsets", List.of("get", "list", "watch", "create", "patch", "delete")),
          new Need(APPS, "replicasets", List.of("list", "watch")),
          new Need(BATCH, "jobs", List.of("get", "list", "watch", "create", "patch", "delete")),
          new Need(CORE, "pods", List.of("list", "watch", "delete")),
          new Need(CORE, "pods/log", List.of("get")),
          new Need(CORE, "events", List.of("list")));

  private final KubernetesClusters clusters;

  public PermissionCheck(KubernetesClusters clusters) {
    this.clusters = clusters;
  }

  /**
   * What is missing, by cluster; a cluster that lacks nothing has an empty list.
   *
   * @param places where applying takes place, by cluster; permissions for a cluster that is not in
   *     it are asked for all namespaces
   */
  public Map<String, List<String>> missing(Map<String, Set<Place>> places)
      throws InterruptedException {
    Map<String, List<String>> missing = new TreeMap<>();
    for (Map.Entry<String, ClusterAccess> cluster : clusters.configured().entrySet()) {
      missing.put(
          cluster.getKey(),
          missing(cluster.getValue(), places.getOrDefault(cluster.getKey(), Set.of())));
    }
    return missing;
  }

  /** Under which name a cluster is configured: its own, or that of the default. */
  public String configuredName(String cluster) {
    return clusters.configured().containsKey(cluster) ? cluster : KubernetesClusters.DEFAULT;
  }

  private List<String> missing(ClusterAccess access, Set<Place> places)
      throws InterruptedException {
    List<String> missing = new ArrayList<>();
    try {
      KubernetesCluster cluster = clusters.connect(access);
      if (places.isEmpty()) {
        check(cluster, null, "", missing);
      }
      for (Place place : places) {
        check(access, place, missing);
      }
    } catch (ApplierException e) {
      missing.add("not reachable: " + e.getMessage());
    }
    return missing;
  }

  private void check(ClusterAccess access, Place place, List<String> missing)
      throws InterruptedException {
    String account = place.serviceAccount();
    if (account == null) {
      check(clusters.connect(access), place.namespace(), "", missing);
    } else if (!clusters
        .connect(access)
        .mayI("impersonate", CORE, "serviceaccounts", place.namespace(), account)) {
      missing.add("impersonate serviceaccounts/" + account + " in " + place.namespace());
    } else {
      ServiceAccount whom = new ServiceAccount(place.namespace(), account);
      check(
          clusters.connect(access, whom),
          place.namespace(),
          " as service account " + account,
          missing);
    }
  }

  private static void check(
      KubernetesCluster cluster, @Nullable String namespace, String who, List<String> missing)
      throws InterruptedException {
    for (Need need : NEEDS) {
      for (String verb : need.verbs()) {
        if (!cluster.mayI(verb, need.group(), need.plural(), namespace)) {
          String group = need.group().group();
          missing.add(
              verb
                  + " "
                  + need.plural()
                  + (group.isEmpty() ? "" : "." + group)
                  + (namespace == null ? " in all namespaces" : " in " + namespace)
                  + who);
        }
      }
    }
  }
}
