package dev.slipway.events.value;

import java.util.List;

/**
 * What is done to an object.
 *
 * @param fields paths of the fields that differ, such as {@code spec.replicas}; never their values,
 *     which may be secret
 */
public record ObjectChange(ObjectName object, Action action, List<String> fields) {
  /** What is done. */
  public enum Action {
    CREATED,
    CHANGED,
    DELETED
  }

  public ObjectChange {
    fields = List.copyOf(fields);
  }
}
