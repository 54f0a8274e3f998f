package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes object's name.
 *
 * @param apiVersion {@code apps/v1}
 * @param namespace absent for a cluster-scoped object
 */
public record ObjectName(String apiVersion, String kind, @Nullable String namespace, String name) {
  public ObjectName {
    Check.notBlank("apiVersion", apiVersion);
    Check.notBlank("kind", kind);
    Check.notBlank("name", name);
  }

  /** For people: {@code Deployment/web in acme}. */
  public String describe() {
    return kind + "/" + name + (namespace == null ? "" : " in " + namespace);
  }
}
