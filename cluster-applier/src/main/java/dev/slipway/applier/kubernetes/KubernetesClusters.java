package dev.slipway.applier.kubernetes;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Clusters;
import dev.slipway.applier.UnavailableException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The configured clusters; each is connected to when it is first needed. */
public final class KubernetesClusters implements Clusters, AutoCloseable {
  /** What the cluster is called that takes every other name. */
  static final String DEFAULT = "*";

  private final Map<String, ClusterAccess> named;
  private final @Nullable ClusterAccess others;
  private final ConcurrentMap<Identity, KubernetesCluster> connected = new ConcurrentHashMap<>();

  /**
   * The clusters by name.
   *
   * @param others takes every name that is not among the named; absent: those are unknown
   */
  public KubernetesClusters(Map<String, ClusterAccess> named, @Nullable ClusterAccess others) {
    this.named = Map.copyOf(named);
    this.others = others;
  }

  @Override
  public Optional<Cluster> find(String name) {
    return access(name).map(this::connect);
  }

  @Override
  public Optional<Cluster> findAs(String name, ServiceAccount account) {
    return access(name).map(access -> connect(access, account));
  }

  private Optional<ClusterAccess> access(String name) {
    ClusterAccess access = named.get(name);
    return Optional.ofNullable(access != null ? access : others);
  }

  /** Every configured cluster; the default is called {@link #DEFAULT}. */
  public Map<String, ClusterAccess> configured() {
    Map<String, ClusterAccess> all = new java.util.TreeMap<>(named);
    if (others != null) {
      all.put(DEFAULT, others);
    }
    return all;
  }

  /**
   * Connects, without asking the server anything yet.
   *
   * @throws UnavailableException where the kubeconfig cannot be read (yet): trying again helps
   */
  public KubernetesCluster connect(ClusterAccess access) {
    return connect(access, null);
  }

  /** As {@link #connect(ClusterAccess)}, in the name of that service account. */
  KubernetesCluster connect(ClusterAccess access, @Nullable ServiceAccount account) {
    return connected.computeIfAbsent(
        new Identity(access, account), who -> new KubernetesCluster(client(access, account)));
  }

  private record Identity(ClusterAccess access, @Nullable ServiceAccount account) {}

  private static KubernetesClient client(ClusterAccess access, @Nullable ServiceAccount account) {
    Config config = config(access);
    if (account != null) {
      config.setImpersonateUsername(account.userName());
    }
    // One layer retries, and it is the worker of the environment.
    config.setRequestRetryBackoffLimit(0);
    config.setConnectionTimeout((int) Duration.ofSeconds(5).toMillis());
    config.setRequestTimeout((int) ApiRequests.PATIENCE.toMillis());
    config.setOnlyHttpWatches(true);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Config config(ClusterAccess access) {
    Path kubeconfig = access.kubeconfig();
    if (kubeconfig == null) {
      return Config.autoConfigure(access.context());
    }
    try {
      Config config = Config.fromKubeconfig(access.context(), readable(kubeconfig).toFile());
      if (access.context() != null
          && config.getContexts().stream().noneMatch(c -> access.context().equals(c.getName()))) {
        throw unreadable(kubeconfig, "it has no context '" + access.context() + "'", null);
      }
      TokenFile.of(config, kubeconfig).ifPresent(config::setOauthTokenProvider);
      return config;
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(kubeconfig, e.toString(), e);
    }
  }

  private static Path readable(Path kubeconfig) throws IOException {
    if (!Files.isReadable(kubeconfig)) {
      throw new IOException("there is no such readable file");
    }
    return kubeconfig;
  }

  private static UnavailableException unreadable(
      Path kubeconfig, String problem, @Nullable Exception cause) {
    String message = "kubeconfig %s cannot be used: %s".formatted(kubeconfig, problem);
    return cause == null
        ? new UnavailableException(UnavailableException.Reason.CLUSTER_UNAVAILABLE, message)
        : new UnavailableException(UnavailableException.Reason.CLUSTER_UNAVAILABLE, message, cause);
  }

  @Override
  public void close() {
    connected.values().forEach(KubernetesCluster::close);
  }
}
