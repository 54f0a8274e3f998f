package dev.slipway.applier.plan;

import dev.slipway.applier.FieldManager;
import dev.slipway.applier.object.AppliedFields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Set<ObjectId> asBefore = ConcurrentHashMap.newKeySet();
  private Map<ObjectId, KubernetesObject> before = Map.of();

  /**
   * Nothing yet.
   *
   * @param wanted the objects as they are declared
   */
  public LiveObjects(Map<ObjectId, KubernetesObject> wanted, FieldManager manager) {
    this.wanted = wanted;
    this.manager = manager;
  }

  /** What was applied last: of what is listed from now on is noted whether it still is so. */
  void compareWith(Map<ObjectId, KubernetesObject> applied) {
    before = applied;
  }

  /** The fields of the images, where nothing else is wanted than what was applied last. */
  Optional<List<String>> moved(KubernetesObject declared) {
    return Optional.ofNullable(before.get(declared.id()))
        .flatMap(applied -> ImageMoves.between(applied, declared));
  }

  /** Notes an object, and gives what is kept of it. */
  @Override
  public KubernetesObject apply(KubernetesObject live) {
    KubernetesObject declared = wanted.get(live.id());
    KubernetesObject applied = before.get(live.id());
    boolean same = declared != null && AppliedFields.hold(live, declared, manager.value());
    boolean old = !same && applied != null && AppliedFields.hold(live, applied, manager.value());
    KubernetesObject kept = same ? identity(live) : withoutManagedFields(live.content());
    if (same) {
      settled.add(live.id());
    } else if (old) {
      asBefore.add(live.id());
    }
    found.put(live.id(), kept);
    return kept;
  }

  /** Everything that was listed. */
  public Map<ObjectId, KubernetesObject> found() {
    return found;
  }

  /** The object, where it was listed. */
  Optional<KubernetesObject> find(KubernetesObject declared) {
    return Optional.ofNullable(found.get(declared.id()));
  }

  /** Whether it still is as it was applied last. */
  boolean isAsBefore(ObjectId id) {
    return asBefore.contains(id);
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
