package dev.slipway.applier;

import java.util.Optional;

/** The clusters that this applier knows. Each fails alone. Safe for any thread. */
public interface Clusters {

  /** The cluster of that name, as {@code slipway.yaml} calls it. */
  Optional<Cluster> find(String name);
}
