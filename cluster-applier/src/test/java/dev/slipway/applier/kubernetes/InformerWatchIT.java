package dev.slipway.applier.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.value.ObjectName;
import dev.slipway.sandbox.cluster.ClusterOptions;
import dev.slipway.sandbox.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InformerWatchIT {
  /** A busy machine: what informers tell comes late. */
  private static final Executor LATE =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  @Test
  void knowsWhatIsThereFromItsFirstLookThoughItIsToldLate() throws Exception {
    try (SimulatedCluster cluster = SimulatedCluster.start(ClusterOptions.defaults());
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .withTaskExecutor(LATE)
                .build()) {
      var _ =
          client
              .apps()
              .statefulSets()
              .inNamespace("default")
              .resource(
                  new StatefulSetBuilder()
                      .withNewMetadata()
                      .withName("db")
                      .addToLabels("of", "test")
                      .endMetadata()
                      .withNewSpec()
                      .withReplicas(0)
                      .withServiceName("db")
                      .withNewSelector()
                      .withMatchLabels(Map.of("app", "db"))
                      .endSelector()
                      .withNewTemplate()
                      .withNewMetadata()
                      .addToLabels("app", "db")
                      .endMetadata()
                      .withNewSpec()
                      .addNewContainer()
                      .withName("db")
                      .withImage("registry.example/acme/db:1")
                      .endContainer()
                      .endSpec()
                      .endTemplate()
                      .endSpec()
                      .build())
              .create();

      InformerWatch watch =
          InformerWatch.open(
              client, Set.of("default"), Set.of("StatefulSet"), List.of(), "of", "test");
      try {
        ObjectId set = ObjectId.of(new ObjectName("apps/v1", "StatefulSet", "default", "db"));
        assertThat(watch.view().workload(set)).isPresent();
      } finally {
        watch.close();
      }
    }
  }
}
