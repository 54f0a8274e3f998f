package dev.slipway.applier.plan;

import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where an object that was applied as it will be was not there before, the next one of its kind and
 * namespace may be asked for in the cheaper way; the first that is there, or is refused, ends that.
 * Safe for any thread.
 */
final class Newcomers {
  private record Place(GroupKind kind, String namespace) {
    static Place of(KubernetesObject object) {
      return new Place(object.id().groupKind(), String.valueOf(object.namespace()));
    }
  }

  private final Map<Place, Boolean> expected = new ConcurrentHashMap<>();

  boolean areExpected(KubernetesObject object) {
    return expected.getOrDefault(Place.of(object), false);
  }

  void expect(KubernetesObject object) {
    expected.putIfAbsent(Place.of(object), true);
  }

  void expectNone(KubernetesObject object) {
    expected.put(Place.of(object), false);
  }
}
