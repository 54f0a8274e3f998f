package dev.slipway.sandbox.cluster.objects;

import java.util.Optional;

/**
 * One change of one object, in the order in which they happened.
 *
 * @param object as it is now, or as it last was
 * @param previous as it was before, when it was there
 */
public record Change(
    Type type, long resourceVersion, KubeObject object, Optional<KubeObject> previous) {

  /** The names of the watch protocol. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }
}
