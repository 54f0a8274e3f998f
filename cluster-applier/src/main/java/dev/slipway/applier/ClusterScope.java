package dev.slipway.applier;

import java.util.Set;

/**
 * Which clusters this applier is for. What other clusters' environments ask for is noted and left
 * to others: an environment that is moved here later is known already, with its holds.
 *
 * @param only empty: every cluster
 */
public record ClusterScope(Set<String> only) {
  /** Every cluster. */
  public static final ClusterScope EVERYTHING = new ClusterScope(Set.of());

  public ClusterScope {
    only = Set.copyOf(only);
  }

  public boolean covers(String cluster) {
    return only.isEmpty() || only.contains(cluster);
  }
}
