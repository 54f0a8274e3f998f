package dev.slipway.applier.plan;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.Environment;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this instance last applied to an environment, so that one changed object costs one object's
 * work. Believed only while the parent object is as we left it; lost with the instance.
 *
 * @param parentVersion of the parent as we last wrote it
 * @param objects every object of the environment, as it was declared
 * @param generations of the workloads as they were written or compared last
 * @param running the images of the workloads that were seen rolled out, and not changed since
 */
public record Applied(
    String parentVersion,
    Environment environment,
    Sequence sequence,
    Map<ObjectId, KubernetesObject> objects,
    Map<ObjectId, Long> generations,
    Map<ObjectId, List<RunningImage>> running) {
  public Applied {
    objects = Map.copyOf(objects);
    generations = Map.copyOf(generations);
    running = Map.copyOf(running);
  }

  /**
   * Whether only changed files need to be looked at. A restart or a new epoch at the same commit is
   * somebody's wish that everything be looked at.
   */
  public boolean coversAllBut(ParentRecord parent, Environment now, Sequence next) {
    return parentVersion.equals(parent.version())
        && environment.equals(now)
        && sequence.epoch() == next.epoch()
        && sequence.position() != next.position();
  }

  /** Whether the object was declared just so: what else its file holds does not matter. */
  public boolean holds(DesiredObject desired) {
    return desired.object().equals(objects.get(desired.object().id()));
  }

  public Applied withParent(String version) {
    return new Applied(version, environment, sequence, objects, generations, running);
  }

  public Applied withRunning(Map<ObjectId, List<RunningImage>> more) {
    Map<ObjectId, List<RunningImage>> all = new HashMap<>(running);
    all.putAll(more);
    return new Applied(parentVersion, environment, sequence, objects, generations, all);
  }

  /** These were changed apart from a revision: what they run has to be seen again. */
  public Applied without(Set<ObjectId> changed) {
    Map<ObjectId, Long> known = new HashMap<>(generations);
    known.keySet().removeAll(changed);
    Map<ObjectId, List<RunningImage>> seen = new HashMap<>(running);
    seen.keySet().removeAll(changed);
    return new Applied(parentVersion, environment, sequence, objects, known, seen);
  }

  public static Map<ObjectId, KubernetesObject> objects(List<DesiredObject> desired) {
    Map<ObjectId, KubernetesObject> objects = new HashMap<>();
    desired.forEach(d -> objects.put(d.object().id(), d.object()));
    return objects;
  }
}
