package dev.slipway.applier.object;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectName;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The objects of an environment, as kubectl understands them (KEP-3659): a parent object, and
 * members that carry its id in a label.
 *
 * @param namespace where the parent lives
 */
public record ApplySet(EnvironmentName environment, String namespace) {
  public static final String PART_OF = "applyset.kubernetes.io/part-of";
  public static final String ID = "applyset.kubernetes.io/id";
  public static final String TOOLING = "applyset.kubernetes.io/tooling";
  public static final String CONTAINS = "applyset.kubernetes.io/contains-group-kinds";
  public static final String NAMESPACES = "applyset.kubernetes.io/additional-namespaces";
  public static final String TOOL = "slipway/v1";
  private static final String KIND = "ConfigMap";
  private static final int MOST_NAME_CHARACTERS = 60;

  /** The object that says that the environment was set up, and how far it is. */
  public ObjectName parent() {
    return new ObjectName("v1", KIND, namespace, parentName());
  }

  /** As the KEP derives it, so that nobody can claim a set by copying a label. */
  public String id() {
    byte[] hash = Digest.bytesOf(parentName() + "." + namespace + "." + KIND + ".");
    return "applyset-" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "-v1";
  }

  /** The set that the object is a member of. */
  public static Optional<String> of(KubernetesObject object) {
    return object.label(PART_OF);
  }

  /** The object as a member of this set. */
  public KubernetesObject member(KubernetesObject object) {
    return object.with(id(), "metadata", "labels", PART_OF);
  }

  private String parentName() {
    String name = environment.toString();
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    if (plain.equals(name) && plain.length() <= MOST_NAME_CHARACTERS) {
      return "slipway-" + plain;
    }
    // 'a/b' and 'a-b' are two environments.
    String kept = plain.substring(0, Math.min(plain.length(), MOST_NAME_CHARACTERS));
    return "slipway-" + kept + "-" + Digest.of(name, 8);
  }
}
