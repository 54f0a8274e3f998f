package dev.slipway.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.sandbox.cluster.objects.ApiError;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulated cluster has of its own: it says so, forgets nothing, and fails to order. */
class SimulatedClusterTest {
  private static ConfigMap settings(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .and()
        .build();
  }

  private static int get(URI server, String path, String authorization)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
      if (!authorization.isEmpty()) {
        request.header("Authorization", authorization);
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void saysThatItIsSimulated() {
    try (SimulatedCluster cluster = Clusters.quick();
        KubernetesClient client = Clusters.client(cluster.kubeconfig())) {
      assertThat(client.getKubernetesVersion().getGitVersion())
          .isEqualTo("v1.36.0-slipway-simulated");
      assertThat(client.nodes().list().getItems())
          .extracting(n -> n.getMetadata().getName())
          .containsExactly("simulated");
      assertThat(client.getConfiguration().getCurrentContext().getName()).isEqualTo("simulated");
    }
  }

  @Test
  void refusesAWrongToken() throws Exception {
    try (SimulatedCluster cluster =
        Clusters.start(ClusterOptions.defaults().withToken("the-right-one"))) {
      URI server = cluster.apiServerUrl();
      assertThat(get(server, "/api/v1/pods", "Bearer the-right-one")).isEqualTo(200);
      assertThat(get(server, "/api/v1/pods", "Bearer expired")).isEqualTo(401);
      assertThat(get(server, "/api/v1/pods", "")).isEqualTo(200);
    }
  }

  @Test
  void keepsItsObjectsOverARestart(@TempDir Path directory) {
    ClusterOptions options =
        ClusterOptions.defaults().withPace(Duration.ofMillis(10)).withDirectory(directory);
    String version;
    try (SimulatedCluster cluster = Clusters.start(options);
        KubernetesClient client = Clusters.client(cluster.kubeconfig())) {
      client.resource(Manifests.widgets("acme.io")).create();
      client.resource(Manifests.deployment("web", "web:1", 2)).inNamespace("default").create();
      KubernetesApiContract.soon()
          .ignoreExceptions()
          .until(
              () ->
                  client
                      .resource(Manifests.widget("acme.io", "size: 1"))
                      .inNamespace("default")
                      .create(),
              created -> true);
      awaitWeb(client);
      version = client.pods().list().getMetadata().getResourceVersion();
    }
    try (SimulatedCluster cluster = Clusters.start(options);
        KubernetesClient client = Clusters.client(cluster.kubeconfig())) {
      assertThat(client.genericKubernetesResources("acme.io/v1", "Widget").list().getItems())
          .hasSize(1);
      awaitWeb(client);
      assertThat(client.pods().list().getItems()).hasSize(2);
      assertThat(Long.parseLong(client.pods().list().getMetadata().getResourceVersion()))
          .isGreaterThanOrEqualTo(Long.parseLong(version));
    }
  }

  private static void awaitWeb(KubernetesClient client) {
    var web = client.apps().deployments().inNamespace("default").withName("web");
    KubernetesApiContract.soon()
        .until(() -> Integer.valueOf(2).equals(web.require().getStatus().getAvailableReplicas()));
  }

  @Test
  void refusesAsOftenAsItIsTold() {
    try (SimulatedCluster cluster = Clusters.quick();
        KubernetesClient client = Clusters.client(cluster.kubeconfig())) {
      cluster.faults().refuse("POST", ".*/configmaps", ApiError.Reason.InternalError, 1);
      KubernetesClientException refusal =
          KubernetesApiContract.refusal(() -> client.resource(settings("one")).create());
      assertThat(refusal.getCode()).isEqualTo(500);

      assertThat(client.resource(settings("one")).create().getMetadata().getUid()).isNotBlank();
    }
  }

  @Test
  void makesAClientWait() throws Exception {
    try (SimulatedCluster cluster = Clusters.quick();
        HttpClient http = HttpClient.newHttpClient()) {
      cluster.faults().delay("/api/v1/pods", Duration.ofMinutes(10));
      HttpRequest request =
          HttpRequest.newBuilder(cluster.apiServerUrl().resolve("/api/v1/pods"))
              .timeout(Duration.ofMillis(100))
              .build();

      assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.discarding()))
          .isInstanceOf(HttpTimeoutException.class);
      assertThat(get(cluster.apiServerUrl(), "/api/v1/nodes", "")).isEqualTo(200);
    }
  }

  @Test
  void takesAPermissionAway() {
    try (SimulatedCluster cluster = Clusters.quick();
        KubernetesClient client = Clusters.client(cluster.kubeconfig())) {
      cluster.faults().forbid("create", "configmaps");
      KubernetesClientException refusal =
          KubernetesApiContract.refusal(() -> client.resource(settings("one")).create());
      assertThat(refusal.getCode()).isEqualTo(403);

      cluster.faults().clear();
      assertThat(client.resource(settings("one")).create().getMetadata().getUid()).isNotBlank();
    }
  }

  @Test
  void goesAwayAndComesBackWithEverything() throws IOException {
    try (SimulatedCluster cluster = Clusters.quick();
        KubernetesClient client = Clusters.client(cluster.kubeconfig())) {
      client.resource(settings("one")).create();

      cluster.goAway();
      assertThat(KubernetesApiContract.refusal(() -> client.configMaps().list()).getCode())
          .isNotEqualTo(200);

      cluster.comeBack();
      assertThat(client.configMaps().inNamespace("default").withName("one").get()).isNotNull();
    }
  }

  @Test
  void feedsAnInformerThroughAnOutage() throws IOException {
    try (SimulatedCluster cluster = Clusters.quick();
        KubernetesClient client = Clusters.client(cluster.kubeconfig());
        var informer = client.configMaps().inNamespace("default").inform()) {
      cluster.goAway();
      cluster.comeBack();
      client.resource(settings("after")).create();

      KubernetesApiContract.soon()
          .untilAsserted(
              () ->
                  assertThat(informer.getStore().list())
                      .extracting(m -> m.getMetadata().getName())
                      .contains("after"));
    }
  }

  @Test
  void tellsAWatcherThatAsksForTooMuchPast() {
    try (SimulatedCluster cluster = Clusters.quick();
        KubernetesClient client = Clusters.client(cluster.kubeconfig())) {
      String version = client.configMaps().list().getMetadata().getResourceVersion();
      client.resource(settings("one")).create();
      cluster.forgetChanges();
      List<String> closings = new CopyOnWriteArrayList<>();
      Watcher<ConfigMap> watcher =
          new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {}

            @Override
            public void onClose(WatcherException cause) {
              closings.add(cause.isHttpGone() ? "gone" : cause.toString());
            }
          };
      try (var watch =
          client
              .configMaps()
              .inNamespace("default")
              .watch(new ListOptionsBuilder().withResourceVersion(version).build(), watcher)) {
        KubernetesApiContract.soon().until(() -> closings.contains("gone"));
        assertThat(watch).isNotNull();
      }
    }
  }
}
