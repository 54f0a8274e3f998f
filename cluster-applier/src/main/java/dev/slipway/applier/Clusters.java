package dev.slipway.applier;

import java.util.Optional;

/** The clusters that this applier knows. Each fails alone. Safe for any thread. */
public interface Clusters {

  /** The cluster of that name, as {@code slipway.yaml} calls it. */
  Optional<Cluster> find(String name);

  /**
   * The same cluster, where everything is done in the name and with the rights of that service
   * account. What is missing, the right to impersonate it too, is a {@code FORBIDDEN} of whatever
   * is tried.
   */
  Optional<Cluster> findAs(String name, ServiceAccount account);

  /** A service account of a cluster. */
  record ServiceAccount(String namespace, String name) {
    /** As the API server calls it. */
    public String userName() {
      return "system:serviceaccount:" + namespace + ":" + name;
    }
  }
}
