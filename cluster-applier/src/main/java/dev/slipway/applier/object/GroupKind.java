package dev.slipway.applier.object;

import dev.slipway.events.value.ObjectName;

/**
 * A kind without its version, as an ApplySet's parent lists it: {@code Deployment.apps}, {@code
 * Service}.
 *
 * @param group empty for the core group
 */
public record GroupKind(String group, String kind) implements Comparable<GroupKind> {

  public static GroupKind of(ObjectName name) {
    return of(name.apiVersion(), name.kind());
  }

  public static GroupKind of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return new GroupKind(slash < 0 ? "" : apiVersion.substring(0, slash), kind);
  }

  public static GroupKind parse(String value) {
    int dot = value.indexOf('.');
    return dot < 0
        ? new GroupKind("", value)
        : new GroupKind(value.substring(dot + 1), value.substring(0, dot));
  }

  @Override
  public int compareTo(GroupKind other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return group.isEmpty() ? kind : kind + "." + group;
  }
}
