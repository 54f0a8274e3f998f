package dev.slipway.writer.edit;

import org.jspecify.annotations.Nullable;

/**
 * What a marker calls an image.
 *
 * @param namespace of Flux's ImagePolicy; absent where the name alone decides, as for {@code
 *     images} of {@code slipway.yaml}
 */
public record PolicyName(@Nullable String namespace, String name) {
  public PolicyName {
    if (name.isBlank()) {
      throw new IllegalArgumentException("policy name must not be empty");
    }
  }

  /** Reads {@code name} and {@code namespace:name}. */
  public static PolicyName parse(String value) {
    int colon = value.indexOf(':');
    return colon < 0
        ? new PolicyName(null, value)
        : new PolicyName(value.substring(0, colon), value.substring(colon + 1));
  }

  /** Whether both mean one policy; a missing namespace matches any. */
  public boolean matches(PolicyName other) {
    return name.equals(other.name)
        && (namespace == null || other.namespace == null || namespace.equals(other.namespace));
  }

  @Override
  public String toString() {
    return namespace == null ? name : namespace + ":" + name;
  }
}
