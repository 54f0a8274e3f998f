package dev.slipway.sandbox.cluster.objects;

import java.util.List;
import java.util.Set;

/**
 * One kind that the API serves, in one version.
 *
 * @param group empty for the core group
 */
public record ResourceKind(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    Set<Feature> features) {

  /** What a kind can do beyond being stored. */
  public enum Feature {
    /** {@code /status} is written apart from the rest. */
    STATUS,
    /** {@code /scale} reads and writes {@code spec.replicas}. */
    SCALE,
    /** {@code metadata.generation} counts changes of what is desired. */
    GENERATION,
    /** Defined by a CustomResourceDefinition. */
    CUSTOM
  }

  public boolean has(Feature feature) {
    return features.contains(feature);
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As error messages and storage name it: {@code deployments.apps}. */
  public String groupResource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  public boolean is(String group, String kind) {
    return this.group.equals(group) && this.kind.equals(kind);
  }
}
