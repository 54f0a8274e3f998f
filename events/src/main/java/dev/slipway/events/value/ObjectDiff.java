package dev.slipway.events.value;

import java.util.List;

/**
 * What applying would do to an object.
 *
 * @param fields empty where the whole object comes or goes
 * @param more how many further fields differ that are not listed
 */
public record ObjectDiff(
    ObjectName object, ObjectChange.Action action, List<FieldChange> fields, int more) {
  public ObjectDiff {
    fields = List.copyOf(fields);
    Check.notNegative("more", more);
  }
}
