package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import dev.slipway.applier.kubernetes.PermissionCheck;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The chart on a real API server: in namespaces that hold to the strictest Pod Security Standard.
 */
@EnabledIfEnvironmentVariable(
    named = "SLIPWAY_TEST_KUBECONFIG",
    matches = ".+",
    disabledReason = "needs a real API server: set SLIPWAY_TEST_KUBECONFIG to its kubeconfig")
class ChartIT {
  private static final String MANAGER = "chart-test";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String namespace =
      "chart-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  private final String other = namespace + "-other";
  private final List<HasMetadata> made = new ArrayList<>();
  private KubernetesClient cluster;

  @BeforeEach
  void makeNamespaces() {
    cluster =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(System.getenv("SLIPWAY_TEST_KUBECONFIG"))))
            .build();
    for (String name : List.of(namespace, other)) {
      keep(
          cluster
              .resource(
                  new NamespaceBuilder()
                      .withNewMetadata()
                      .withName(name)
                      .withLabels(Map.of("pod-security.kubernetes.io/enforce", "restricted"))
                      .endMetadata()
                      .build())
              .create());
    }
    Stream.concat(
            ServiceUnderTest.moduleNames().stream().map(service -> "slipway-" + service),
            Stream.of("slipway-cluster-ca-cert"))
        .distinct()
        .forEach(this::makeSecret);
  }

  private void makeSecret(String name) {
    cluster
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withStringData(Map.of("ca.crt", "any", "user.crt", "any", "user.key", "any"))
                .build())
        .create();
  }

  @AfterEach
  void deleteEverything() {
    Collections.reverse(made);
    made.forEach(object -> cluster.resource(object).delete());
    cluster.close();
  }

  @Test
  void isTakenAndItsPodsRun() {
    apply(Chart.render(namespace, "{}"));

    Awaitility.await("every Deployment has its copies")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(cluster.apps().deployments().inNamespace(namespace).list().getItems())
                    .hasSize(ServiceUnderTest.values().length)
                    .allSatisfy(
                        deployment ->
                            assertThat(deployment.getStatus().getReadyReplicas())
                                .as("%s", deployment.getStatus().getConditions())
                                .isEqualTo(deployment.getSpec().getReplicas())));
  }

  @Test
  void everyOptionIsTaken() {
    try (InputStream operators = getClass().getResourceAsStream("operators.yaml")) {
      for (HasMetadata definition : cluster.load(operators).items()) {
        if (cluster.resource(definition).get() == null) {
          keep(cluster.resource(definition).create());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Chart chart =
        Chart.render(
            namespace,
            """
            kafka: {strimzi: {enabled: true}}
            scaling: {enabled: true}
            ingress: {enabled: true, tlsSecret: slipway-tls, className: nginx}
            metrics: {podMonitor: {enabled: true}}
            rbac: {scope: namespaces, namespaces: [OTHER], secrets: true,
                   impersonate: [{namespace: OTHER, serviceAccount: deployer}]}
            """
                .replace("OTHER", other));

    Awaitility.await("the operators' kinds are served")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> chart.objects().forEach(object -> dryRun(read(object))));
    apply(chart);

    assertThat(may("cluster-applier", "patch", "apps", "deployments", other)).isTrue();
    assertThat(may("cluster-applier", "get", "", "secrets", other)).isTrue();
    assertThat(may("cluster-applier", "patch", "apps", "deployments", "default")).isFalse();
    assertThat(may("cluster-applier", "impersonate", "", "serviceaccounts/deployer", other))
        .isTrue();
    assertThat(may("cluster-applier", "impersonate", "", "serviceaccounts/default", other))
        .isFalse();
  }

  @Test
  void onlyTheApplierMayTouchTheCluster() {
    apply(Chart.render(namespace, "services: {cluster-applier: {replicas: 0}}"));

    for (String verb : List.of("get", "list", "watch", "create", "patch", "delete")) {
      for (String kind : List.of("deployments", "statefulsets", "daemonsets")) {
        assertThat(may("cluster-applier", verb, "apps", kind, other)).as(verb + kind).isTrue();
        for (String service : ServiceUnderTest.moduleNames()) {
          assertThat(may(service, verb, "apps", kind, other))
              .as(service + verb + kind)
              .isEqualTo(service.equals("cluster-applier"));
        }
      }
    }
    for (String kind : List.of("secrets", "nodes", "namespaces", "pods/exec")) {
      assertThat(may("cluster-applier", "get", "", kind, other)).as(kind).isFalse();
      assertThat(may("cluster-applier", "create", "", kind, other)).as(kind).isFalse();
    }
    assertThat(may("cluster-applier", "create", "rbac.authorization.k8s.io", "roles", other))
        .isFalse();
    assertThat(may("cluster-applier", "impersonate", "", "users", other)).isFalse();
    for (String service : ServiceUnderTest.moduleNames()) {
      assertThat(may(service, "get", "", "secrets", namespace)).as(service).isFalse();
    }
  }

  @Test
  void theApplierMissesNothingThatItAsksFor(@TempDir Path folder) throws Exception {
    apply(Chart.render(namespace, "services: {cluster-applier: {replicas: 0}}"));
    Path kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), kubeconfig("cluster-applier"));

    try (var clusters = new KubernetesClusters(Map.of(), new ClusterAccess(kubeconfig, null))) {
      assertThat(new PermissionCheck(clusters).missing(Map.of()).values())
          .containsExactly(List.of());
    }
  }

  /** As a pod of the service would reach the API server. */
  private String kubeconfig(String service) {
    String token =
        cluster
            .serviceAccounts()
            .inNamespace(namespace)
            .withName("slipway-" + service)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: bed, cluster: {server: '%s', certificate-authority: '%s'}}]
    users: [{name: pod, user: {token: '%s'}}]
    contexts: [{name: bed, context: {cluster: bed, user: pod}}]
    current-context: bed
    """
        .formatted(
            cluster.getConfiguration().getMasterUrl(),
            cluster.getConfiguration().getCaCertFile(),
            token);
  }

  private void apply(Chart chart) {
    List<HasMetadata> objects = chart.objects().stream().map(this::read).toList();
    objects.forEach(this::dryRun);
    for (HasMetadata object : objects) {
      HasMetadata applied =
          cluster.resource(object).fieldManager(MANAGER).forceConflicts().serverSideApply();
      if (object.getMetadata().getNamespace() == null && object.getKind().startsWith("Cluster")) {
        keep(applied);
      }
    }
  }

  private void dryRun(HasMetadata object) {
    cluster.resource(object).dryRun().fieldManager(MANAGER).forceConflicts().serverSideApply();
  }

  private HasMetadata read(JsonNode object) {
    return cluster.getKubernetesSerialization().unmarshal(object.toString());
  }

  private boolean may(String service, String verb, String group, String resource, String where) {
    String[] parts = resource.split("/", 2);
    boolean named = verb.equals("impersonate") && parts.length > 1;
    var review =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser("system:serviceaccount:" + namespace + ":slipway-" + service)
            .withGroups(
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace,
                "system:authenticated")
            .withNewResourceAttributes()
            .withVerb(verb)
            .withGroup(group)
            .withResource(parts[0])
            .withSubresource(!named && parts.length > 1 ? parts[1] : null)
            .withName(named ? parts[1] : null)
            .withNamespace(where)
            .endResourceAttributes()
            .endSpec()
            .build();
    return cluster.resource(review).create().getStatus().getAllowed();
  }

  private void keep(HasMetadata object) {
    made.add(object);
  }
}
