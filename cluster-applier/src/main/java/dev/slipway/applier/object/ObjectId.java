package dev.slipway.applier.object;

import dev.slipway.events.value.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What makes an object the same object, whatever version of its API it is written in.
 *
 * @param namespace absent for a cluster-scoped object
 */
public record ObjectId(GroupKind groupKind, @Nullable String namespace, String name) {

  public static ObjectId of(ObjectName name) {
    return new ObjectId(GroupKind.of(name), name.namespace(), name.name());
  }
}
