package dev.slipway.applier;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The cluster-applier's own settings.
 *
 * @param clusters by the name that {@code slipway.yaml} gives them
 * @param defaultCluster takes every name that is not listed; absent: those are unknown
 * @param clustersOnly the only clusters whose environments this applier brings about; all others
 *     are left to other appliers. Needs a consumer group of its own: {@code
 *     slipway.messaging.service}, such as {@code cluster-applier-eu}, the same in every copy with
 *     these clusters. Empty: every cluster
 * @param git credentials for reading; a remote gets those of the longest prefix of its address
 * @param cacheDirectory for Git; may be lost at any time
 * @param progressDeadline how long a workload may make no progress before it has failed
 * @param rolloutTimeLimit how long a rollout may take in all
 * @param driftInterval how often an environment at rest is looked at for drift
 * @param tools the programs that render
 * @param sops what decrypts files; an environment uses every entry that fits it, in this order
 */
@ConfigurationProperties("slipway.applier")
record ClusterApplierSettings(
    @DefaultValue Map<String, ClusterSettings> clusters,
    @Nullable ClusterSettings defaultCluster,
    @DefaultValue Set<String> clustersOnly,
    @DefaultValue List<GitSettings> git,
    @DefaultValue("${java.io.tmpdir}/slipway-cluster-applier") Path cacheDirectory,
    @DefaultValue("10m") Duration progressDeadline,
    @DefaultValue("30m") Duration rolloutTimeLimit,
    @DefaultValue("1m") Duration driftInterval,
    @DefaultValue ToolSettings tools,
    @DefaultValue List<SopsSettings> sops) {
  private static final String SHARED_GROUP = "cluster-applier";

  /**
   * Programs that render, as child processes.
   *
   * @param kustomize its file, or a name to be looked for along the {@code PATH}
   * @param helm likewise
   * @param timeLimit how long one run may take
   * @param memoryLimit how much one run may use
   * @param outputLimit how much one run may print
   */
  record ToolSettings(
      @DefaultValue("kustomize") String kustomize,
      @DefaultValue("helm") String helm,
      @DefaultValue("60s") Duration timeLimit,
      @DefaultValue("512MB") DataSize memoryLimit,
      @DefaultValue("32MB") DataSize outputLimit) {}

  /**
   * What decrypts an environment's files.
   *
   * @param cluster absent: in any cluster
   * @param environment absent: every environment
   * @param ageIdentities file as {@code age-keygen} writes it; read anew at every use
   */
  record SopsSettings(@Nullable String cluster, @Nullable String environment, Path ageIdentities) {}

  /**
   * How a cluster is reached.
   *
   * @param kubeconfig absent: as a pod of that cluster, by its service account
   * @param context absent or empty: the file's current one; empty and without a file it is what
   *     says "the cluster that I run in", because a setting needs some value
   */
  record ClusterSettings(@Nullable Path kubeconfig, @Nullable String context) {
    ClusterSettings {
      context = context == null || context.isBlank() ? null : context;
    }
  }

  /**
   * Credentials of the remotes whose address begins with the prefix: a name and a password, or a
   * deploy key over SSH.
   *
   * @param urlPrefix what addresses begin with: {@code https://git.example.com/acme/}
   * @param username goes with a password file
   * @param passwordFile holds the password or token; read again before each use
   * @param sshKeyFile the private deploy key; read again before each use
   * @param sshKeyPassphraseFile of that key; absent where it has none
   * @param knownHostsFile the host's key, in OpenSSH's form; a host that is not in it is refused
   */
  record GitSettings(
      String urlPrefix,
      @Nullable String username,
      @Nullable Path passwordFile,
      @Nullable Path sshKeyFile,
      @Nullable Path sshKeyPassphraseFile,
      @Nullable Path knownHostsFile) {
    GitSettings {
      boolean password = username != null && passwordFile != null && sshKeyFile == null;
      boolean key = sshKeyFile != null && knownHostsFile != null && username == null;
      if (!password && !key) {
        throw new IllegalArgumentException(
            "slipway.applier.git: "
                + urlPrefix
                + " needs either a username and a password-file, or, over SSH, an ssh-key-file and"
                + " a known-hosts-file (the host's key; ssh-keyscan prints it)");
      }
    }
  }

  ClusterApplierSettings {
    clusters = Map.copyOf(clusters);
    clustersOnly = Set.copyOf(clustersOnly);
    for (String cluster : clustersOnly) {
      if (!clusters.containsKey(cluster) && defaultCluster == null) {
        throw new IllegalArgumentException(
            "slipway.applier.clusters-only names "
                + cluster
                + ", which slipway.applier.clusters does not: say how it is reached");
      }
    }
    git = List.copyOf(git);
    sops = List.copyOf(sops);
    positive("progress-deadline", progressDeadline);
    positive("rollout-time-limit", rolloutTimeLimit);
    positive("drift-interval", driftInterval);
  }

  /**
   * The clusters that this applier is for.
   *
   * @param group its consumer group: one that every applier shares would lose what a confined one
   *     leaves to others
   */
  ClusterScope scope(String group) {
    if (!clustersOnly.isEmpty() && group.equals(SHARED_GROUP)) {
      throw new IllegalArgumentException(
          "slipway.applier.clusters-only needs a consumer group of its own: set"
              + " slipway.messaging.service to a name such as "
              + SHARED_GROUP
              + "-eu, the same in every copy with these clusters");
    }
    return new ClusterScope(clustersOnly);
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "slipway.applier." + name + " must be more than nothing, but is " + value);
    }
  }
}
