package dev.slipway.applier.plan;

import dev.slipway.applier.FieldManager;
import dev.slipway.applier.object.AppliedFields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What was listed of an environment's objects, kept small: of an object that is as it was applied
 * only what says which it is. Safe for any thread.
 */
public final class LiveObjects implements UnaryOperator<KubernetesObject> {
  private final Map<ObjectId, KubernetesObject> wanted;
  private final FieldManager manager;
  private final Map<ObjectId, KubernetesObject> found = new ConcurrentHashMap<>();
  private final Set<ObjectId> settled = ConcurrentHashMap.newKeySet();

  /**
   * Nothing yet.
   *
   * @param wanted the objects as they are declared
   */
  public LiveObjects(Map<ObjectId, KubernetesObject> wanted, FieldManager manager) {
    this.wanted = wanted;
    this.manager = manager;
  }

  /** Notes an object, and gives what is kept of it. */
  @Override
  public KubernetesObject apply(KubernetesObject live) {
    KubernetesObject declared = wanted.get(live.id());
    boolean same = declared != null && AppliedFields.hold(live, declared, manager.value());
    KubernetesObject kept = same ? identity(live) : withoutManagedFields(live.content());
    if (same) {
      settled.add(live.id());
    }
    found.put(live.id(), kept);
    return kept;
  }

  /** Everything that was listed. */
  public Map<ObjectId, KubernetesObject> found() {
    return found;
  }

  /** Whether applying it again would change nothing. */
  public boolean isSettled(ObjectId id) {
    return settled.contains(id);
  }

  private static KubernetesObject identity(KubernetesObject live) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("apiVersion", live.apiVersion());
    content.put("kind", live.kind());
    content.put("metadata", live.map("metadata"));
    return withoutManagedFields(content);
  }

  private static KubernetesObject withoutManagedFields(Map<String, Object> content) {
    Map<String, Object> copy = new LinkedHashMap<>(content);
    if (content.get("metadata") instanceof Map<?, ?> metadata) {
      Map<Object, Object> kept = new LinkedHashMap<>(metadata);
      kept.remove("managedFields");
      copy.put("metadata", kept);
    }
    return new KubernetesObject(copy).compact();
  }
}
