package dev.slipway.applier;

import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.Environment;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What this instance last applied to an environment, so that one changed file costs one file's
 * work. Believed only while the parent object is as we left it; lost with the instance.
 *
 * @param parentVersion of the parent as we last wrote it
 * @param objects every object of the environment, with what the file held that declares it
 * @param running the images of the workloads that were seen rolled out, and not changed since
 */
record Applied(
    String parentVersion,
    Environment environment,
    Sequence sequence,
    Map<ObjectId, String> objects,
    Map<ObjectId, List<RunningImage>> running) {
  Applied {
    objects = Map.copyOf(objects);
    running = Map.copyOf(running);
  }

  /**
   * Whether only changed files need to be looked at. A restart or a new epoch at the same commit is
   * somebody's wish that everything be looked at.
   */
  boolean coversAllBut(ParentRecord parent, Environment now, Sequence next) {
    return parentVersion.equals(parent.version())
        && environment.equals(now)
        && sequence.epoch() == next.epoch()
        && sequence.position() != next.position();
  }

  boolean holds(DesiredObject desired) {
    return desired.file().content().equals(objects.get(desired.object().id()));
  }

  Applied withParent(String version) {
    return new Applied(version, environment, sequence, objects, running);
  }

  Applied withRunning(Map<ObjectId, List<RunningImage>> more) {
    Map<ObjectId, List<RunningImage>> all = new HashMap<>(running);
    all.putAll(more);
    return new Applied(parentVersion, environment, sequence, objects, all);
  }

  static Map<ObjectId, String> objects(List<DesiredObject> desired) {
    Map<ObjectId, String> objects = HashMap.newHashMap(desired.size());
    desired.forEach(d -> objects.put(d.object().id(), d.file().content()));
    return objects;
  }
}
