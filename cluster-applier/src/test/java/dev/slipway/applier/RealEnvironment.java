package dev.slipway.applier;

import static org.awaitility.Awaitility.await;

import dev.slipway.applier.git.GitCredentials;
import dev.slipway.applier.git.JGitSource;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.ObjectName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An environment on the real API server, in a namespace and a Git repository of its own, and its
 * applier, whose clock can be put forward. Closed, its namespace is deleted.
 */
final class RealEnvironment implements AutoCloseable {
  final String namespace;
  final KubernetesClient client;
  final TestSource git;
  final JGitSource source;
  final Applying applying;
  private final RealCluster real = new RealCluster();
  private final AtomicLong later = new AtomicLong();

  /**
   * Sets it up.
   *
   * @param subject begins the namespace's name
   */
  RealEnvironment(Path directory, String subject) throws IOException {
    namespace = "slipway-" + subject + "-" + UUID.randomUUID().toString().substring(0, 8);
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(System.getenv(RealCluster.KUBECONFIG))))
            .build();
    git = new TestSource(directory.resolve("source.git"));
    source = new JGitSource(directory.resolve("cache"), new GitCredentials(List.of()));
    applying = applyingTo(cluster());
  }

  Cluster cluster() {
    return real.cluster();
  }

  /** Another applier of the same environment. */
  Applying applyingTo(Cluster cluster) {
    return new Applying(git.address(), source, cluster, namespace).nanoTime(this::nanoTime);
  }

  long nanoTime() {
    return System.nanoTime() + later.get();
  }

  /**
   * Commits what was written, and works until that is applied or refused. As a service's worker
   * does, it calls again where the API server cannot answer now: for a moment it lists no objects
   * of a definition that is new or has changed ("storage is (re)initializing").
   */
  void apply(long position) throws Exception {
    applying.clear(applying.revision(git.commit(), position));
    await()
        .pollInSameThread()
        .atMost(Duration.ofMinutes(1))
        .ignoreException(UnavailableException.class)
        .until(applying::work, _ -> true);
  }

  /** Works when it is time to look for drift again. */
  void look() throws InterruptedException {
    later.addAndGet(Duration.ofSeconds(61).toNanos());
    var _ = applying.work();
  }

  KubernetesObject get(String apiVersion, String kind, String name) throws InterruptedException {
    return find(apiVersion, kind, name).orElseThrow();
  }

  Optional<KubernetesObject> find(String apiVersion, String kind, String name)
      throws InterruptedException {
    return cluster().get(new ObjectName(apiVersion, kind, namespace, name));
  }

  List<Pod> pods() {
    return client.pods().inNamespace(namespace).list().getItems();
  }

  @Override
  public void close() {
    client.namespaces().withName(namespace).delete();
    source.close();
    git.close();
    client.close();
    real.close();
  }
}
