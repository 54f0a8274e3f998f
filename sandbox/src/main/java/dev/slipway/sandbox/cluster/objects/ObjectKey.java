package dev.slipway.sandbox.cluster.objects;

import java.util.Comparator;

/**
 * Where an object is found.
 *
 * @param groupResource {@code deployments.apps}, the same in every version
 * @param namespace empty for cluster-scoped objects
 */
public record ObjectKey(String groupResource, String namespace, String name)
    implements Comparable<ObjectKey> {
  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::groupResource)
          .thenComparing(ObjectKey::namespace)
          .thenComparing(ObjectKey::name);

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
