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

  /**
   * The policy of an image: {@code namespace/name} is Flux's, and a name alone is one of {@code
   * slipway.yaml}, whatever namespace a marker gives it.
   */
  public static PolicyName ofImage(String image) {
    int slash = image.indexOf('/');
    return slash < 0
        ? new PolicyName(null, image)
        : new PolicyName(image.substring(0, slash), image.substring(slash + 1));
  }

  /** What {@link #ofImage} reads. */
  public String image() {
    return namespace == null ? name : namespace + "/" + name;
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
