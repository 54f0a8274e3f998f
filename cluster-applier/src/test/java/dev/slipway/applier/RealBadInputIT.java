package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real API server says to what cannot work, and what people read of it. */
@OnRealCluster
class RealBadInputIT {
  @TempDir Path directory;
  private RealEnvironment real;
  private Applying applying;

  @BeforeEach
  void runTheFirstRevision() throws Exception {
    real = new RealEnvironment(directory, "bad");
    applying = real.applying;
    real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    real.apply(1);
    applying.last(RolloutSucceeded.class);
  }

  @AfterEach
  void stop() {
    real.close();
  }

  @Test
  void anObjectThatTheStoreDoesNotTakeIsNotTriedForEver() throws Exception {
    String large = "x".repeat(1_700_000);
    real.git
        .write(
            "apps/dev/web.yaml",
            Yaml.deployment("web", "registry.example/acme/web:1", 0)
                + "        args: ['"
                + large
                + "']\n")
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    real.apply(2);

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(failed.message())
        .startsWith(
            "apps/dev/web.yaml: Deployment/web in " + real.namespace + " cannot be applied: ")
        .contains("request is too large");
    assertThat(failed.begun()).as("only writing shows it").isTrue();
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key"))
        .as("what comes before it is written")
        .hasValue("b");
  }

  @Test
  void aConfigMapThatIsTooLargeIsRefusedBeforeAnythingIsWritten() throws Exception {
    real.git
        .write("apps/dev/large.yaml", Yaml.configMap("large", "x".repeat(1_600_000)))
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    real.apply(2);

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(failed.message()).contains("apps/dev/large.yaml", "Too long", "1048576");
    assertThat(failed.begun()).isFalse();
  }

  @Test
  void twoFilesThatDeclareOneObjectAreNamed() throws Exception {
    real.git
        .write("apps/dev/again.yaml", Yaml.configMap("settings", "b"))
        .write("apps/dev/other.yaml", Yaml.configMap("other", "b"));
    assertNothingIsWritten(
        RolloutFailure.DUPLICATE_OBJECT,
        "apps/dev/settings.yaml declares ConfigMap/settings in "
            + real.namespace
            + ", and so does apps/dev/again.yaml");
  }

  @Test
  void anObjectTwiceInOneFileIsOneTooMany() throws Exception {
    real.git.write(
        "apps/dev/settings.yaml",
        Yaml.configMap("settings", "b") + "---\n" + Yaml.configMap("settings", "c"));
    assertNothingIsWritten(
        RolloutFailure.DUPLICATE_OBJECT,
        "apps/dev/settings.yaml declares ConfigMap/settings in "
            + real.namespace
            + ", and so does apps/dev/settings.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "hello | it is no Kubernetes object, but a single value or a list",
        "[a, b] | it is no Kubernetes object, but a single value or a list",
        "{kind: ConfigMap, metadata: {name: x}} | a Kubernetes object needs 'apiVersion'",
        "{apiVersion: v1, metadata: {name: x}} | a Kubernetes object needs 'kind'",
        "{apiVersion: v1, kind: ConfigMap} | a Kubernetes object needs 'name'",
        "{apiVersion: v1, kind: ConfigMap | apps/dev/other.yaml",
      })
  void whatIsNoObjectIsNamedByItsFile(String yaml, String words) throws Exception {
    real.git.write("apps/dev/other.yaml", yaml + "\n");
    assertNothingIsWritten(RolloutFailure.UNREADABLE_MANIFEST, words);
    assertThat(applying.last(RolloutFailed.class).message()).contains("apps/dev/other.yaml");
  }

  @Test
  void aKindThatTheClusterDoesNotKnowIsNamed() throws Exception {
    real.git.write(
        "apps/dev/other.yaml",
        "{apiVersion: nobody.example/v1, kind: Gadget, metadata: {name: x}}");
    assertNothingIsWritten(
        RolloutFailure.UNKNOWN_KIND, "does not know the kind Gadget of nobody.example/v1");
  }

  /** Nor is what is good in the same commit; the next good one is applied. */
  private void assertNothingIsWritten(RolloutFailure reason, String words) throws Exception {
    real.git.write("apps/dev/good.yaml", Yaml.configMap("good", "b"));
    real.apply(2);
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(reason);
    assertThat(failed.message()).contains(words);
    assertThat(failed.begun()).isFalse();
    assertThat(real.find("v1", "ConfigMap", "good")).isEmpty();
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("a");

    real.git
        .write("apps/dev/other.yaml", "")
        .write("apps/dev/again.yaml", "")
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    real.apply(3);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(real.find("v1", "ConfigMap", "good")).isPresent();
  }

  @Test
  void aWebhookThatDoesNotAnswerIsTriedAgainByItsName() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var webhook =
          new ValidatingWebhookConfigurationBuilder()
              .withNewMetadata()
              .withName(real.namespace)
              .endMetadata()
              .addNewWebhook()
              .withName("silent.example.org")
              .withSideEffects("None")
              .withAdmissionReviewVersions("v1")
              .withTimeoutSeconds(1)
              .withFailurePolicy("Fail")
              .withNewNamespaceSelector()
              .addToMatchLabels("kubernetes.io/metadata.name", real.namespace)
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
      real.client.resource(webhook).create();
      try {
        real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
        applying.clear(applying.revision(real.git.commit(), 2));

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
                                                    "v1", "ConfigMap", real.namespace, "other"))
                                            .with("b", "data", "key"),
                                        FieldManager.APPLY))
                        .isInstanceOf(UnavailableException.class));
        assertThatThrownBy(applying::work)
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("silent.example.org");
        assertThat(applying.events(RolloutFailed.class)).isEmpty();
      } finally {
        real.client.resource(webhook).delete();
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
          new Applying(
              real.git.address(), real.source, clusters.find("any").orElseThrow(), real.namespace);
      unknown.clear(unknown.revision(real.git.commit(), 2));

      assertThatThrownBy(unknown::work)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("does not accept our credentials (any more)");
      assertThat(unknown.events(RolloutFailed.class)).isEmpty();
    }
  }
}
