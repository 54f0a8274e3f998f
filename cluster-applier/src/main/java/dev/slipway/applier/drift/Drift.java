package dev.slipway.applier.drift;

import dev.slipway.applier.FieldManager;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.value.ObjectChange;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An object that differs from what was applied.
 *
 * @param object what is to be applied to put it right
 * @param manager in whose name
 * @param change what that does
 * @param by the field managers that changed it, where that is known
 * @param stopsPods whether putting it right may end a pod
 * @param leftBecause why it cannot be put right; absent: it can
 */
public record Drift(
    KubernetesObject object,
    FieldManager manager,
    ObjectChange change,
    Set<String> by,
    boolean stopsPods,
    @Nullable String leftBecause) {
  public Drift {
    by = Set.copyOf(by);
  }

  public ObjectId id() {
    return object.id();
  }

  /** {@code changed by kubectl-edit}, or that it was deleted. */
  public String cause() {
    if (change.action() == ObjectChange.Action.CREATED) {
      return "deleted";
    }
    return by.isEmpty() ? "changed" : "changed by " + String.join(", ", new TreeSet<>(by));
  }

  public Drift left(String because) {
    return new Drift(object, manager, change, by, stopsPods, because);
  }
}
