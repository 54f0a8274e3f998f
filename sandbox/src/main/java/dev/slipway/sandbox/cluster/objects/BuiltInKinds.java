package dev.slipway.sandbox.cluster.objects;

import static dev.slipway.sandbox.cluster.objects.ResourceKind.Feature.GENERATION;
import static dev.slipway.sandbox.cluster.objects.ResourceKind.Feature.SCALE;
import static dev.slipway.sandbox.cluster.objects.ResourceKind.Feature.STATUS;

import dev.slipway.sandbox.cluster.objects.ResourceKind.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds that are there from the start, with the names a real API server gives them. */
final class BuiltInKinds {
  static final List<ResourceKind> ALL = new ArrayList<>();

  private static final List<String> EVERYTHING = List.of("all");
  private static final List<String> NONE = List.of();

  static {
    cluster("", "v1", "Namespace", "namespaces", List.of("ns"), Set.of(STATUS));
    cluster("", "v1", "Node", "nodes", List.of("no"), Set.of(STATUS));
    cluster("", "v1", "PersistentVolume", "persistentvolumes", List.of("pv"), Set.of(STATUS));
    core("ConfigMap", "configmaps", List.of("cm"), NONE, Set.of());
    core("Event", "events", List.of("ev"), NONE, Set.of());
    core("LimitRange", "limitranges", List.of("limits"), NONE, Set.of());
    core("PersistentVolumeClaim", "persistentvolumeclaims", List.of("pvc"), NONE, Set.of(STATUS));
    core("Pod", "pods", List.of("po"), EVERYTHING, Set.of(STATUS, GENERATION));
    core("ResourceQuota", "resourcequotas", List.of("quota"), NONE, Set.of(STATUS));
    core("Secret", "secrets", NONE, NONE, Set.of());
    core("Service", "services", List.of("svc"), EVERYTHING, Set.of(STATUS));
    core("ServiceAccount", "serviceaccounts", List.of("sa"), NONE, Set.of());

    Set<Feature> scalable = Set.of(STATUS, SCALE, GENERATION);
    Set<Feature> observed = Set.of(STATUS, GENERATION);
    apps("ControllerRevision", "controllerrevisions", NONE, NONE, Set.of());
    apps("DaemonSet", "daemonsets", List.of("ds"), EVERYTHING, observed);
    apps("Deployment", "deployments", List.of("deploy"), EVERYTHING, scalable);
    apps("ReplicaSet", "replicasets", List.of("rs"), EVERYTHING, scalable);
    apps("StatefulSet", "statefulsets", List.of("sts"), EVERYTHING, scalable);

    add("batch", "v1", "CronJob", "cronjobs", true, List.of("cj"), EVERYTHING, observed);
    add("batch", "v1", "Job", "jobs", true, NONE, EVERYTHING, observed);
    String autoscaler = "horizontalpodautoscalers";
    Set<Feature> status = Set.of(STATUS);
    add(
        "autoscaling",
        "v2",
        "HorizontalPodAutoscaler",
        autoscaler,
        true,
        List.of("hpa"),
        EVERYTHING,
        status);
    String networking = "networking.k8s.io";
    cluster(networking, "v1", "IngressClass", "ingressclasses", NONE, Set.of(GENERATION));
    add(networking, "v1", "Ingress", "ingresses", true, List.of("ing"), NONE, observed);
    add(
        networking,
        "v1",
        "NetworkPolicy",
        "networkpolicies",
        true,
        List.of("netpol"),
        NONE,
        Set.of(GENERATION));
    String disruption = "poddisruptionbudgets";
    add("policy", "v1", "PodDisruptionBudget", disruption, true, List.of("pdb"), NONE, observed);
    String rbac = "rbac.authorization.k8s.io";
    cluster(rbac, "v1", "ClusterRole", "clusterroles", NONE, Set.of());
    cluster(rbac, "v1", "ClusterRoleBinding", "clusterrolebindings", NONE, Set.of());
    add(rbac, "v1", "Role", "roles", true, NONE, NONE, Set.of());
    add(rbac, "v1", "RoleBinding", "rolebindings", true, NONE, NONE, Set.of());
    cluster(
        "apiextensions.k8s.io",
        "v1",
        "CustomResourceDefinition",
        "customresourcedefinitions",
        List.of("crd", "crds"),
        observed);
    add("coordination.k8s.io", "v1", "Lease", "leases", true, NONE, NONE, Set.of());
    cluster("storage.k8s.io", "v1", "StorageClass", "storageclasses", List.of("sc"), Set.of());
  }

  private BuiltInKinds() {}

  static ResourceKind named(String kind) {
    return ALL.stream().filter(k -> k.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static void core(
      String kind, String plural, List<String> shorts, List<String> sets, Set<Feature> features) {
    add("", "v1", kind, plural, true, shorts, sets, features);
  }

  private static void apps(
      String kind, String plural, List<String> shorts, List<String> sets, Set<Feature> features) {
    add("apps", "v1", kind, plural, true, shorts, sets, features);
  }

  private static void cluster(
      String group,
      String version,
      String kind,
      String plural,
      List<String> shorts,
      Set<Feature> features) {
    add(group, version, kind, plural, false, shorts, NONE, features);
  }

  private static void add(
      String group,
      String version,
      String kind,
      String plural,
      boolean namespaced,
      List<String> shorts,
      List<String> sets,
      Set<Feature> features) {
    String singular = kind.toLowerCase(Locale.ROOT);
    ALL.add(
        new ResourceKind(
            group, version, kind, plural, singular, namespaced, shorts, sets, features));
  }
}
