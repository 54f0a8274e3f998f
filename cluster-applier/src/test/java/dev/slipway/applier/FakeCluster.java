package dev.slipway.applier;

import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A cluster in memory: server-side apply with owners of fields, dry-run, versions, preconditions.
 * Pods come up at once, unless a test says otherwise ({@link FakePods}).
 */
public final class FakeCluster implements Cluster {
  private static final Set<String> CLUSTER_SCOPED =
      Set.of("Namespace", "CustomResourceDefinition", "ClusterRole");
  private static final Set<String> KNOWN =
      Set.of(
          "v1 Namespace",
          "v1 ConfigMap",
          "v1 Secret",
          "v1 Service",
          "v1 PersistentVolumeClaim",
          "apps/v1 Deployment",
          "apps/v1 StatefulSet",
          "apps/v1 DaemonSet",
          "batch/v1 Job",
          "apiextensions.k8s.io/v1 CustomResourceDefinition");

  final FakePods pods = new FakePods();

  /** Every write that reached the cluster, in order: {@code apply Deployment/web}. */
  final List<String> writes = new ArrayList<>();

  /** What was asked for: {@code get Deployment/web}, {@code list Deployment}. */
  final List<String> reads = Collections.synchronizedList(new ArrayList<>());

  private final Map<ObjectId, KubernetesObject> objects = new LinkedHashMap<>();
  private final Map<ObjectId, Map<String, Map<String, Object>>> owned = new HashMap<>();
  private final Set<String> definedKinds = new HashSet<>();
  private long version;
  private int failures;
  private Runnable beforeWrite = () -> {};
  private final Set<String> forbidden = new HashSet<>();

  /** The next calls find nobody there. */
  synchronized void failNext(int calls) {
    failures = calls;
  }

  /** Objects of that kind may not be read. */
  void forbid(String kind) {
    forbidden.add(kind);
  }

  /** Called before each write, once it is certain that it will be made. */
  void beforeWrite(Runnable action) {
    beforeWrite = action;
  }

  @Override
  public synchronized Optional<Scope> scope(String apiVersion, String kind) {
    answer();
    boolean known = KNOWN.contains(apiVersion + " " + kind) || definedKinds.contains(kind);
    return known
        ? Optional.of(CLUSTER_SCOPED.contains(kind) ? Scope.CLUSTER : Scope.NAMESPACED)
        : Optional.empty();
  }

  @Override
  public synchronized Optional<KubernetesObject> get(ObjectName name) {
    answer();
    reads.add("get " + name.kind() + "/" + name.name());
    if (forbidden.contains(name.kind())) {
      throw new RefusedException(RolloutFailure.FORBIDDEN, "may not get " + name.describe());
    }
    return Optional.ofNullable(objects.get(ObjectId.of(name)));
  }

  @Override
  public synchronized KubernetesObject dryRun(KubernetesObject object, FieldManager manager) {
    answer();
    return applied(object, manager);
  }

  @Override
  public synchronized boolean wouldMake(KubernetesObject object) {
    answer();
    try {
      return !objects.containsKey(object.id())
          && !applied(object, FieldManager.APPLY).name().isEmpty();
    } catch (RefusedException e) {
      return false;
    }
  }

  @Override
  public KubernetesObject apply(KubernetesObject object, FieldManager manager) {
    write("apply " + object.kind() + "/" + object.name());
    synchronized (this) {
      KubernetesObject result = applied(object, manager);
      if (manager.isForced()) {
        takeOver(object, manager);
      }
      owned
          .computeIfAbsent(object.id(), id -> new HashMap<>())
          .put(manager.value(), leaves(object));
      return store(result);
    }
  }

  /** What others wrote and is wanted otherwise is theirs no more. */
  private void takeOver(KubernetesObject object, FieldManager manager) {
    Map<String, Object> wanted = leaves(object);
    owned
        .getOrDefault(object.id(), Map.of())
        .forEach(
            (other, leaves) -> {
              if (!other.equals(manager.value())) {
                leaves.entrySet().removeIf(leaf -> isOther(wanted, leaf));
              }
            });
  }

  private static boolean isOther(Map<String, Object> wanted, Map.Entry<String, Object> leaf) {
    return wanted.containsKey(leaf.getKey()) && !leaf.getValue().equals(wanted.get(leaf.getKey()));
  }

  /** What a ConfigMap of {@link Yaml#configMap} in namespace dev holds by now. */
  String value(String configMap) {
    ObjectName name = new ObjectName("v1", "ConfigMap", "dev", configMap);
    return get(name).orElseThrow().text("data", "key").orElseThrow();
  }

  /** Someone else's write. */
  synchronized void edit(ObjectName name, String manager, Object value, String... path) {
    KubernetesObject edited = get(name).orElseThrow().with(value, path);
    Map<String, Object> theirs = new TreeMap<>();
    theirs.put(String.join("\u0001", path), value);
    owned.computeIfAbsent(edited.id(), id -> new HashMap<>()).put(manager, theirs);
    given(edited.id(), FieldManager.APPLY).remove(String.join("\u0001", path));
    store(edited);
  }

  private KubernetesObject applied(KubernetesObject object, FieldManager manager) {
    if (scope(object.apiVersion(), object.kind()).isEmpty()) {
      throw new RefusedException(RolloutFailure.UNKNOWN_KIND, object + ": unknown kind");
    }
    if (object.annotation("test/invalid").isPresent()) {
      throw new RefusedException(RolloutFailure.REJECTED, object + " is invalid");
    }
    KubernetesObject before = objects.get(object.id());
    if (before == null) {
      requireNamespace(object);
      return object
          .with("uid-" + (version + 1) + "-" + object.name(), "metadata", "uid")
          .with(1L, "metadata", "generation");
    }
    if (object.content().containsKey("spec")
        && !before.map("spec", "selector").equals(object.map("spec", "selector"))
        && object.apiVersion().equals("apps/v1")
        && manager != FieldManager.RESTART) {
      throw new RefusedException(
          RolloutFailure.IMMUTABLE, object + ": spec.selector cannot be changed");
    }
    Map<String, Object> wanted = leaves(object);
    if (!manager.isForced()) {
      refuseConflicts(object, wanted, manager);
    }
    KubernetesObject after = before;
    for (String gone : given(object.id(), manager).keySet()) {
      if (!wanted.containsKey(gone)) {
        after = Leaves.without(after, gone);
      }
    }
    for (Map.Entry<String, Object> leaf : wanted.entrySet()) {
      after = after.with(leaf.getValue(), Leaves.path(leaf.getKey()));
    }
    boolean specChanged =
        !Objects.equals(before.content().get("spec"), after.content().get("spec"));
    return specChanged ? after.with(before.generation() + 1, "metadata", "generation") : after;
  }

  private void refuseConflicts(
      KubernetesObject object, Map<String, Object> wanted, FieldManager manager) {
    List<FieldConflict> conflicts = new ArrayList<>();
    owned
        .getOrDefault(object.id(), Map.of())
        .forEach(
            (other, leaves) -> {
              if (!other.equals(manager.value())) {
                leaves.entrySet().stream()
                    .filter(leaf -> isOther(wanted, leaf))
                    .map(leaf -> "." + leaf.getKey().replace((char) 1, '.'))
                    .forEach(field -> conflicts.add(new FieldConflict(field, other, null)));
              }
            });
    if (!conflicts.isEmpty()) {
      throw new RefusedException(
          RolloutFailure.CONFLICT,
          conflicts.stream()
              .map(conflict -> conflict.field().substring(1) + " (" + conflict.manager() + ")")
              .collect(Collectors.joining(", ", object + ": other field managers own ", "")),
          conflicts);
    }
  }

  private void requireNamespace(KubernetesObject object) {
    String namespace = object.namespace();
    if (namespace != null && !objects.containsKey(namespaceId(namespace))) {
      throw new RefusedException(
          RolloutFailure.REJECTED, object + ": namespaces \"" + namespace + "\" not found");
    }
  }

  private static ObjectId namespaceId(String name) {
    return new ObjectId(new GroupKind("", "Namespace"), null, name);
  }

  private Map<String, Object> given(ObjectId id, FieldManager manager) {
    return owned.getOrDefault(id, Map.of()).getOrDefault(manager.value(), new TreeMap<>());
  }

  private static Map<String, Object> leaves(KubernetesObject object) {
    return Leaves.of(object);
  }

  @Override
  public Optional<KubernetesObject> create(KubernetesObject object) {
    write("create " + object.kind() + "/" + object.name());
    synchronized (this) {
      if (objects.containsKey(object.id())) {
        return Optional.empty();
      }
      requireNamespace(object);
      return Optional.of(store(object.with("uid-" + (version + 1), "metadata", "uid")));
    }
  }

  @Override
  public KubernetesObject replace(KubernetesObject object) {
    write("replace " + object.kind() + "/" + object.name());
    return replaced(object);
  }

  private KubernetesObject replaced(KubernetesObject object) {
    synchronized (this) {
      KubernetesObject now = objects.get(object.id());
      if (now == null
          || !now.text("metadata", "resourceVersion")
              .equals(object.text("metadata", "resourceVersion"))) {
        throw new UnavailableException(
            UnavailableException.Reason.LOST_RACE, object + " was written meanwhile");
      }
      return store(object);
    }
  }

  @Override
  public synchronized KubernetesObject tryTakeover(Takeover takeover) {
    answer();
    return takeover.live();
  }

  @Override
  public KubernetesObject takeOver(Takeover takeover) {
    write("take " + takeover.live().kind() + "/" + takeover.live().name());
    return replaced(takeover.live().with(takeover.owners(), "metadata", "managedFields"));
  }

  @Override
  public void delete(ObjectName name, String uid) {
    write("delete " + name.kind() + "/" + name.name());
    synchronized (this) {
      KubernetesObject now = objects.get(ObjectId.of(name));
      if (now != null && now.uid().equals(uid)) {
        objects.remove(now.id());
      }
      pods.delete(uid);
    }
  }

  @Override
  public synchronized List<KubernetesObject> labelled(
      Collection<GroupKind> kinds,
      Set<String> namespaces,
      String label,
      String value,
      UnaryOperator<KubernetesObject> kept) {
    answer();
    kinds.forEach(kind -> reads.add("list " + kind.kind()));
    return objects.values().stream()
        .filter(object -> kinds.contains(object.id().groupKind()))
        .filter(o -> o.namespace() == null || namespaces.contains(o.namespace()))
        .filter(object -> object.label(label).filter(value::equals).isPresent())
        .map(kept)
        .toList();
  }

  @Override
  public synchronized WorkloadWatch watch(
      Set<String> namespaces,
      Set<String> kinds,
      Set<GroupKind> others,
      String label,
      String value) {
    answer();
    return pods.watch(
        () -> {
          synchronized (this) {
            return List.copyOf(objects.values());
          }
        });
  }

  @Override
  public List<String> logTail(
      String namespace, String pod, String container, boolean previous, int lines) {
    return List.of("last words of " + pod);
  }

  @Override
  public List<String> warnings(String namespace, String kind, String name) {
    return kind.equals("Pod") ? List.of("Readiness probe failed: 503") : List.of();
  }

  private synchronized KubernetesObject store(KubernetesObject object) {
    KubernetesObject before = objects.get(object.id());
    if (before != null && before.equals(object)) {
      return before;
    }
    version++;
    KubernetesObject stored = object.with(Long.toString(version), "metadata", "resourceVersion");
    if (object.kind().equals("CustomResourceDefinition")) {
      definedKinds.add(object.text("spec", "names", "kind").orElseThrow());
      stored =
          stored.with(
              List.of(Map.of("type", "Established", "status", "True")), "status", "conditions");
    }
    objects.put(stored.id(), stored);
    return stored;
  }

  private void write(String what) {
    answer();
    beforeWrite.run();
    synchronized (this) {
      writes.add(what);
    }
  }

  private synchronized void answer() {
    if (failures > 0) {
      failures--;
      throw new UnavailableException(
          UnavailableException.Reason.CLUSTER_UNAVAILABLE, "the test's cluster is away");
    }
  }
}
