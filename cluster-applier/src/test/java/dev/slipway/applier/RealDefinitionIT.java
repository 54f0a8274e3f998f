package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.RolloutMonitor;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceConversionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CustomResourceDefinitions that a real API server does not establish, or serves no more. */
@OnRealCluster
class RealDefinitionIT {
  @TempDir Path directory;
  private final String group = "d" + UUID.randomUUID().toString().substring(0, 8) + ".example";
  private RealEnvironment real;
  private Applying applying;

  @BeforeEach
  void runTheFirstRevision() throws Exception {
    real = new RealEnvironment(directory, "definition");
    applying =
        real.applying.limits(
            new RolloutMonitor.Limits(Duration.ofSeconds(3), Duration.ofSeconds(60)));
    real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    real.apply(1);
    applying.last(RolloutSucceeded.class);
    real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
  }

  @AfterEach
  void stop() {
    definition("gadgets").delete();
    definition("widgets").delete();
    real.close();
  }

  private Resource<CustomResourceDefinition> definition(String plural) {
    return real.client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(plural + "." + group);
  }

  /** Whether the server notes that of the definition. */
  private boolean has(String condition) throws InterruptedException {
    return real
        .cluster()
        .get(
            new ObjectName(
                "apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "gadgets." + group))
        .orElseThrow()
        .list("status", "conditions")
        .stream()
        .filter(one -> Fields.text(one, "type").filter(condition::equals).isPresent())
        .anyMatch(one -> Fields.text(one, "status").filter("True"::equals).isPresent());
  }

  @Test
  void oneWhoseNamesAreTakenSaysSo() throws Exception {
    real.git.write("apps/dev/first.yaml", yaml("gadgets", "{type: object}"));
    applying.limits(Applying.PATIENT);
    real.apply(2);
    assertThat(applying.events(RolloutFailed.class)).isEmpty();

    real.git.write("apps/dev/second.yaml", yaml("widgets", "{type: object}"));
    real.apply(3);
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(failed.message()).contains("widgets." + group + " is not established: \"Gadget");
  }

  @Test
  void oneWhoseStateTheServerMayNotNoteIsNotWaitedForForEver() throws Exception {
    ValidatingWebhookConfiguration webhook = refusingStatus();
    real.client.resource(webhook).create();
    try {
      awaitEffect();
      real.git
          .write("apps/dev/gadgets.yaml", yaml("gadgets", "{type: object}"))
          .write("apps/dev/gadget.yaml", gadget("one"));
      real.apply(2);
      RolloutFailed failed = applying.last(RolloutFailed.class);
      assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
      assertThat(failed.message())
          .contains(
              "gadgets." + group + " is not established after 3 s, so that its objects cannot",
              "the API server has not noted any state of it",
              "customresourcedefinitions/status");
      assertThat(failed.begun()).as("the definition is there").isTrue();
      assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key"))
          .as("nothing that comes after it is written")
          .hasValue("a");
    } finally {
      real.client.resource(webhook).delete();
    }

    // Once it may, the next revision runs.
    await().atMost(Duration.ofMinutes(1)).until(() -> has("Established"));
    real.apply(3);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(real.find(group + "/v1", "Gadget", "one")).isPresent();
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("b");
  }

  /** For definitions of our group's only: others would never be established either. */
  private ValidatingWebhookConfiguration refusingStatus() {
    return new ValidatingWebhookConfigurationBuilder()
        .withNewMetadata()
        .withName(real.namespace)
        .endMetadata()
        .addNewWebhook()
        .withName("nobody.example.org")
        .withSideEffects("None")
        .withAdmissionReviewVersions("v1")
        .withTimeoutSeconds(1)
        .withFailurePolicy("Fail")
        .withNewObjectSelector()
        .addToMatchLabels("slipway-test", real.namespace)
        .endObjectSelector()
        .withNewClientConfig()
        .withUrl("https://127.0.0.1:1/")
        .endClientConfig()
        .addNewRule()
        .withApiGroups("apiextensions.k8s.io")
        .withApiVersions("v1")
        .withOperations("UPDATE")
        .withResources("customresourcedefinitions/status")
        .endRule()
        .addNewRule()
        .withApiGroups("")
        .withApiVersions("v1")
        .withOperations("CREATE")
        .withResources("configmaps")
        .endRule()
        .endWebhook()
        .build();
  }

  /** It takes effect a moment after it is made. */
  private void awaitEffect() {
    KubernetesObject probe =
        KubernetesObject.named(new ObjectName("v1", "ConfigMap", real.namespace, "probe"))
            .with(real.namespace, "metadata", "labels", "slipway-test");
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> real.cluster().dryRun(probe, FieldManager.APPLY))
                    .isInstanceOf(ApplierException.class));
  }

  @Test
  void oneWithoutAStructuralSchemaIsRefusedBeforeAnythingIsWritten() throws Exception {
    real.git.write(
        "apps/dev/gadgets.yaml",
        yaml("gadgets", "{type: object, properties: {spec: {properties: {a: {type: string}}}}}"));
    real.apply(2);
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(failed.message()).contains("apps/dev/gadgets.yaml", "properties[spec].type");
    assertThat(failed.begun()).isFalse();
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("a");
  }

  @Test
  void oneOfKubernetesOwnGroupsIsRefusedBeforeAnythingIsWritten() throws Exception {
    real.git.write(
        "apps/dev/gadgets.yaml",
        yaml("gadgets", "{type: object}").replace(group, "gadgets.k8s.io"));
    real.apply(2);
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(failed.message()).contains("api-approved.kubernetes.io");
    assertThat(failed.begun()).isFalse();
  }

  @Test
  void oneThatIsBeingDeletedTakesNoMoreObjects() throws Exception {
    applying.limits(Applying.PATIENT);
    real.git
        .write("apps/dev/gadgets.yaml", yaml("gadgets", "{type: object}"))
        .write(
            "apps/dev/gadget.yaml",
            gadget("one").replace("{name", "{finalizers: [example.org/x], name"));
    real.apply(2);
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    definition("gadgets").delete();
    try {
      await().until(() -> has("Terminating"));
      real.git
          .write("apps/dev/second.yaml", gadget("two"))
          .write("apps/dev/settings.yaml", Yaml.configMap("settings", "c"));
      real.apply(3);
      RolloutFailed failed = applying.last(RolloutFailed.class);
      assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
      assertThat(failed.message()).contains("apps/dev/second.yaml", "terminating");
      assertThat(failed.begun()).isFalse();
    } finally {
      real.client
          .genericKubernetesResources(group + "/v1", "Gadget")
          .inNamespace(real.namespace)
          .withName("one")
          .edit(
              gadget -> {
                gadget.getMetadata().setFinalizers(null);
                return gadget;
              });
    }
  }

  @Test
  void oneWhoseConversionIsAwayIsTriedAgainByItsName() throws Exception {
    applying.limits(Applying.PATIENT);
    real.git
        .write("apps/dev/gadgets.yaml", convertedBy("{strategy: None}"))
        .write("apps/dev/gadget.yaml", gadget("one"));
    real.apply(2);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);

    // The definition itself is fine, and so are the objects that are stored as they are declared.
    real.git.write(
        "apps/dev/gadgets.yaml",
        convertedBy(
            "{strategy: Webhook, webhook: {conversionReviewVersions: [v1],"
                + " clientConfig: {url: 'https://127.0.0.1:1/convert'}}}"));
    real.apply(3);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(3);

    real.git
        .write("apps/dev/gadget.yaml", gadget("one").replace("/v1,", "/v2,"))
        .write("apps/dev/settings.yaml", Yaml.configMap("settings", "c"));
    applying.clear(applying.revision(real.git.commit(), 4));
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(applying::work)
          .isInstanceOf(UnavailableException.class)
          .hasMessageContainingAll(
              "Gadget", "conversion webhook for " + group + "/v", "https://127.0.0.1:1/convert");
    }
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key"))
        .as("nothing of it is written")
        .hasValue("b");

    // Mended, the newest revision runs.
    definition("gadgets")
        .edit(
            gadgets -> {
              gadgets
                  .getSpec()
                  .setConversion(
                      new CustomResourceConversionBuilder().withStrategy("None").build());
              return gadgets;
            });
    real.git.write("apps/dev/gadgets.yaml", convertedBy("{strategy: None}"));
    real.apply(5);
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(4);
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("c");
  }

  private String convertedBy(String conversion) {
    return yaml("gadgets", "{type: object}")
        + "    - {name: v2, served: true, storage: false, schema: {openAPIV3Schema: {type:"
        + " object}}}\n"
        + "  conversion: "
        + conversion
        + "\n";
  }

  private String yaml(String plural, String schema) {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: PLURAL.GROUP, labels: {slipway-test: NAMESPACE}}
    spec:
      group: GROUP
      scope: Namespaced
      names: {kind: Gadget, plural: PLURAL}
      versions:
        - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: SCHEMA}}
    """
        .replace("NAMESPACE", real.namespace)
        .replace("GROUP", group)
        .replace("PLURAL", plural)
        .replace("SCHEMA", schema);
  }

  private String gadget(String name) {
    return "{apiVersion: %s/v1, kind: Gadget, metadata: {name: %s}}\n".formatted(group, name);
  }
}
