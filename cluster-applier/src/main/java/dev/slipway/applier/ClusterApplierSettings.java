package dev.slipway.applier;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The cluster-applier's own settings.
 *
 * @param clusters by the name that {@code slipway.yaml} gives them
 * @param defaultCluster takes every name that is not listed; absent: those are unknown
 * @param git credentials for reading; a remote gets those of the longest prefix of its address
 * @param cacheDirectory for Git; may be lost at any time
 * @param progressDeadline how long a workload may make no progress before it has failed
 * @param rolloutTimeLimit how long a rollout may take in all
 */
@ConfigurationProperties("slipway.applier")
record ClusterApplierSettings(
    @DefaultValue Map<String, ClusterSettings> clusters,
    @Nullable ClusterSettings defaultCluster,
    @DefaultValue List<GitSettings> git,
    @DefaultValue("${java.io.tmpdir}/slipway-cluster-applier") Path cacheDirectory,
    @DefaultValue("10m") Duration progressDeadline,
    @DefaultValue("30m") Duration rolloutTimeLimit) {

  /**
   * How a cluster is reached.
   *
   * @param kubeconfig absent: as a pod of that cluster, by its service account
   * @param context absent: the file's current one
   */
  record ClusterSettings(@Nullable Path kubeconfig, @Nullable String context) {}

  /** Credentials of the remotes whose address begins with the prefix. */
  record GitSettings(String urlPrefix, String username, Path passwordFile) {}

  ClusterApplierSettings {
    clusters = Map.copyOf(clusters);
    git = List.copyOf(git);
    positive("progress-deadline", progressDeadline);
    positive("rollout-time-limit", rolloutTimeLimit);
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "slipway.applier." + name + " must be more than nothing, but is " + value);
    }
  }
}
