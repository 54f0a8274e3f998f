package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.git.GitCredentials;
import dev.slipway.applier.git.JGitSource;
import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What a real API server says to what cannot work, and what people read of it. */
@EnabledIfEnvironmentVariable(
    named = RealCluster.KUBECONFIG,
    matches = ".+",
    disabledReason = RealCluster.WHY)
class RealBadInputIT {
  @TempDir Path directory;
  private final String namespace = "slipway-bad-" + UUID.randomUUID().toString().substring(0, 8);
  private RealCluster real;
  private KubernetesClient client;
  private TestSource git;
  private JGitSource source;
  private Applying applying;

  @BeforeEach
  void start() throws Exception {
    real = new RealCluster();
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(new File(System.getenv(RealCluster.KUBECONFIG))))
            .build();
    git = new TestSource(directory.resolve("source.git"));
    source = new JGitSource(directory.resolve("cache"), new GitCredentials(List.of()));
    applying = new Applying(git.address(), source, real.cluster(), namespace);
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(git.commit(), 1));
    applying.last(RolloutSucceeded.class);
  }

  @AfterEach
  void stop() {
    client.namespaces().withName(namespace).delete();
    source.close();
    git.close();
    client.close();
    real.close();
  }

  @Test
  void anObjectThatTheStoreDoesNotTakeIsNotTriedForEver() throws Exception {
    String large = "x".repeat(1_700_000);
    git.write(
            "apps/dev/web.yaml",
            Yaml.deployment("web", "registry.example/acme/web:1", 0)
                + "        args: ['"
                + large
                + "']\n")
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    applying.apply(applying.revision(git.commit(), 2));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(failed.message())
        .startsWith("apps/dev/web.yaml: Deployment/web in " + namespace + " cannot be applied: ")
        .contains("request is too large");
    assertThat(failed.begun()).as("only writing shows it").isTrue();
    assertThat(
            real.cluster()
                .get(new ObjectName("v1", "ConfigMap", namespace, "settings"))
                .orElseThrow()
                .text("data", "key"))
        .as("what comes before it is written")
        .hasValue("b");
  }

  @Test
  void aConfigMapThatIsTooLargeIsRefusedBeforeAnythingIsWritten() throws Exception {
    git.write("apps/dev/large.yaml", Yaml.configMap("large", "x".repeat(1_600_000)))
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    applying.apply(applying.revision(git.commit(), 2));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(failed.message()).contains("apps/dev/large.yaml", "Too long", "1048576");
    assertThat(failed.begun()).isFalse();
  }

  @Test
  void aDefinitionWhoseNamesAreTakenSaysSo() throws Exception {
    String group = "b" + UUID.randomUUID().toString().substring(0, 8) + ".example";
    git.write("apps/dev/first.yaml", definition(group, "gadgets"));
    applying.apply(applying.revision(git.commit(), 2));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    try {
      git.write("apps/dev/second.yaml", definition(group, "widgets"));
      applying.apply(applying.revision(git.commit(), 3));

      RolloutFailed failed = applying.last(RolloutFailed.class);
      assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
      assertThat(failed.message()).contains("widgets." + group + " is not established: \"Gadget");
    } finally {
      for (String plural : List.of("gadgets", "widgets")) {
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName(plural + "." + group)
            .delete();
      }
    }
  }

  private static String definition(String group, String plural) {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: PLURAL.GROUP}
    spec:
      group: GROUP
      scope: Namespaced
      names: {kind: Gadget, plural: PLURAL}
      versions:
        - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
    """
        .replace("GROUP", group)
        .replace("PLURAL", plural);
  }

  @Test
  void aWebhookThatDoesNotAnswerIsTriedAgainByItsName() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var webhook =
          new ValidatingWebhookConfigurationBuilder()
              .withNewMetadata()
              .withName(namespace)
              .endMetadata()
              .addNewWebhook()
              .withName("silent.example.org")
              .withSideEffects("None")
              .withAdmissionReviewVersions("v1")
              .withTimeoutSeconds(1)
              .withFailurePolicy("Fail")
              .withNewNamespaceSelector()
              .addToMatchLabels("kubernetes.io/metadata.name", namespace)
              .endNamespaceSelector()
              .withNewClientConfig()
              .withUrl("https://127.0.0.1:" + silent.getLocalPort() + "/")
              .endClientConfig()
              .addNewRule()
              .withApiGroups("")
              .withApiVersions("v1")
              .withOperations("CREATE", "UPDATE")
              .withResources("configmaps")
              .endRule()
              .endWebhook()
              .build();
      client.resource(webhook).create();
      try {
        git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
        applying.clear(applying.revision(git.commit(), 2));

        // It takes effect a moment after it is made.
        await()
            .untilAsserted(
                () ->
                    assertThatThrownBy(
                            () ->
                                real.cluster()
                                    .dryRun(
                                        KubernetesObject.named(
                                                new ObjectName(
                                                    "v1", "ConfigMap", namespace, "other"))
                                            .with("b", "data", "key"),
                                        FieldManager.APPLY))
                        .isInstanceOf(UnavailableException.class));
        assertThatThrownBy(applying::work)
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("silent.example.org");
        assertThat(applying.events(RolloutFailed.class)).isEmpty();
      } finally {
        client.resource(webhook).delete();
      }
    }
  }

  @Test
  void aTokenThatIsNotTakenAnyMoreIsTriedAgain() throws Exception {
    Path expired =
        Files.writeString(
            directory.resolve("expired"),
            Files.readString(Path.of(System.getenv(RealCluster.KUBECONFIG)))
                .replaceAll("token: [^}\\s]+", "token: expired"));
    try (KubernetesClusters clusters =
        new KubernetesClusters(Map.of(), new ClusterAccess(expired, null))) {
      Applying unknown =
          new Applying(git.address(), source, clusters.find("any").orElseThrow(), namespace);
      unknown.clear(unknown.revision(git.commit(), 2));

      assertThatThrownBy(unknown::work)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("does not accept our credentials (any more)");
      assertThat(unknown.events(RolloutFailed.class)).isEmpty();
    }
  }
}
