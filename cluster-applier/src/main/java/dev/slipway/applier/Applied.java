package dev.slipway.applier;

import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.Environment;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this instance last applied to an environment, so that one changed file costs one file's
 * work. Believed only while the parent object is as we left it; lost with the instance.
 *
 * @param parentVersion of the parent as we last wrote it
 * @param files what each file held
 * @param objects every object of the environment
 * @param running the images of the workloads that were seen rolled out, and not changed since
 */
record Applied(
    String parentVersion,
    Environment environment,
    Sequence sequence,
    Map<String, String> files,
    Set<ObjectId> objects,
    Map<ObjectId, List<RunningImage>> running) {
  Applied {
    files = Map.copyOf(files);
    objects = Set.copyOf(objects);
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
    return desired.file().content().equals(files.get(desired.file().path()))
        && objects.contains(desired.object().id());
  }

  Applied withParent(String version) {
    return new Applied(version, environment, sequence, files, objects, running);
  }

  Applied withRunning(Map<ObjectId, List<RunningImage>> more) {
    Map<ObjectId, List<RunningImage>> all = new HashMap<>(running);
    all.putAll(more);
    return new Applied(parentVersion, environment, sequence, files, objects, all);
  }

  static Map<String, String> files(List<DesiredObject> desired) {
    Map<String, String> files = new HashMap<>();
    desired.forEach(d -> files.put(d.file().path(), d.file().content()));
    return files;
  }

  static Set<ObjectId> objects(List<DesiredObject> desired) {
    Set<ObjectId> ids = new HashSet<>();
    desired.forEach(d -> ids.add(d.object().id()));
    return ids;
  }
}
