package dev.slipway.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Server-side apply: who owns what, what goes when it is left out, and who has to give way. */
abstract class ApplyContract extends KubernetesApiContract {
  @Test
  void recordsWhatTheApplierGaveAndNothingElse() {
    apply(Manifests.deployment("web", "web:1", 0));

    HasMetadata stored = read("apps/v1", "Deployment", "web");

    String owned =
        Serialization.asJson(owned(stored, SLIPWAY).getFieldsV1().getAdditionalProperties());
    JsonMapper json = JsonMapper.builder().build();
    assertThat(json.readTree(owned))
        .isEqualTo(
            json.readTree(
                """
                {"f:metadata": {"f:labels": {"f:app": {}}},
                 "f:spec": {
                   "f:replicas": {}, "f:progressDeadlineSeconds": {}, "f:selector": {},
                   "f:template": {
                     "f:metadata": {"f:labels": {"f:app": {}}},
                     "f:spec": {"f:containers": {"k:{\\"name\\":\\"main\\"}": {
                       ".": {}, "f:image": {}, "f:name": {},
                       "f:env": {"k:{\\"name\\":\\"MODE\\"}":
                           {".": {}, "f:name": {}, "f:value": {}}},
                       "f:ports": {"k:{\\"containerPort\\":8080,\\"protocol\\":\\"TCP\\"}":
                           {".": {}, "f:containerPort": {}}}}}}}}}
                """));
    assertThat(owned(stored, SLIPWAY).getOperation()).isEqualTo("Apply");
  }

  @Test
  void fillsInWhatTheApplierLeftOut() {
    apply(Manifests.deployment("web", "web:1", 0));

    Deployment stored = deployment();

    assertThat(stored.getSpec().getRevisionHistoryLimit()).isEqualTo(10);
    assertThat(stored.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getValue())
        .isEqualTo("25%");
    assertThat(
            stored
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getPorts()
                .getFirst()
                .getProtocol())
        .isEqualTo("TCP");
  }

  @Test
  void writesNothingWhenNothingChanges() {
    HasMetadata first = apply(Manifests.configMap("settings", "a: one"));

    HasMetadata second = apply(Manifests.configMap("settings", "a: one"));

    assertThat(second.getMetadata().getResourceVersion())
        .isEqualTo(first.getMetadata().getResourceVersion());
    assertThat(owned(second, SLIPWAY).getTime()).isEqualTo(owned(first, SLIPWAY).getTime());
  }

  @Test
  void countsAGenerationOnlyWhenTheSpecificationChanges() {
    apply(Manifests.deployment("web", "web:1", 0));
    apply(
        Manifests.deployment("web", "web:1", 0)
            .replace("labels: {app: web}", "labels: {app: web, tier: x}"));
    assertThat(deployment().getSpec().getTemplate().getMetadata().getLabels()).containsKey("tier");
    long before = deployment().getMetadata().getGeneration();

    apply(Manifests.deployment("web", "web:2", 0));

    assertThat(deployment().getMetadata().getGeneration()).isEqualTo(before + 1);
  }

  @Test
  void storesNothingInADryRunAndAnswersAsIf() {
    HasMetadata answer =
        object(Manifests.deployment("web", "web:1", 0))
            .dryRun()
            .fieldManager(SLIPWAY)
            .serverSideApply();

    assertThat(((Deployment) answer).getSpec().getRevisionHistoryLimit()).isEqualTo(10);
    assertThat(client().apps().deployments().inNamespace(namespace()).withName("web").get())
        .isNull();
  }

  @Test
  void changesNothingInADryRunOfAnObjectThatIsThere() {
    HasMetadata before = apply(Manifests.configMap("settings", "a: one"));

    HasMetadata answer =
        object(Manifests.configMap("settings", "a: two"))
            .dryRun()
            .fieldManager(SLIPWAY)
            .serverSideApply();

    assertThat(((ConfigMap) answer).getData()).containsEntry("a", "two");
    ConfigMap stored = settings();
    assertThat(stored.getData()).containsEntry("a", "one");
    assertThat(stored.getMetadata().getResourceVersion())
        .isEqualTo(before.getMetadata().getResourceVersion());
  }

  @Test
  void takesOutWhatTheApplierNoLongerGives() {
    apply(Manifests.configMap("settings", "a: one", "b: two"));

    apply(Manifests.configMap("settings", "a: one"));

    assertThat(settings().getData()).containsExactlyEntriesOf(Map.of("a", "one"));
  }

  @Test
  void leavesWhatAnotherOwnsToo() {
    apply(Manifests.configMap("settings", "a: one", "b: two"));
    applyAs(SOMEBODY, Manifests.configMap("settings", "b: two"));

    apply(Manifests.configMap("settings", "a: one"));

    assertThat(settings().getData()).containsEntry("b", "two");
  }

  @Test
  void leavesWhatItNeverGave() {
    apply(Manifests.configMap("settings", "a: one"));
    applyAs(SOMEBODY, Manifests.configMap("settings", "c: three"));

    apply(Manifests.configMap("settings", "a: two"));

    assertThat(settings().getData()).containsOnly(Map.entry("a", "two"), Map.entry("c", "three"));
  }

  @Test
  void takesOutAContainerAndLeavesAnothersContainer() {
    String two =
        Manifests.deployment("web", "web:1", 0) + "      - name: side\n        image: side:1\n";
    apply(two);
    assertThat(containers()).containsExactly("main", "side");

    apply(Manifests.deployment("web", "web:1", 0));

    assertThat(containers()).containsExactly("main");
  }

  @Test
  void refusesToTakeAFieldFromItsOwner() {
    applyAs(SOMEBODY, Manifests.configMap("settings", "a: theirs"));

    KubernetesClientException refusal =
        refusal(() -> apply(Manifests.configMap("settings", "a: ours")));

    assertRefused(refusal, 409, "Conflict");
    StatusCause cause = refusal.getStatus().getDetails().getCauses().getFirst();
    assertThat(cause.getReason()).isEqualTo("FieldManagerConflict");
    assertThat(cause.getField()).isEqualTo(".data.a");
    assertThat(cause.getMessage()).isEqualTo("conflict with \"somebody\"");
    assertThat(refusal.getStatus().getMessage())
        .isEqualTo("Apply failed with 1 conflict: conflict with \"somebody\": .data.a");
    assertThat(settings().getData()).containsEntry("a", "theirs");
  }

  @Test
  void takesTheFieldWhenForced() {
    applyAs(SOMEBODY, Manifests.configMap("settings", "a: theirs"));

    object(Manifests.configMap("settings", "a: ours"))
        .fieldManager(SLIPWAY)
        .forceConflicts()
        .serverSideApply();

    assertThat(settings().getData()).containsEntry("a", "ours");
    assertThat(owners(settings())).containsExactly(SLIPWAY);
  }

  @Test
  void sharesAFieldOfTheSameValue() {
    applyAs(SOMEBODY, Manifests.configMap("settings", "a: one"));

    apply(Manifests.configMap("settings", "a: one"));

    assertThat(owners(settings())).containsExactlyInAnyOrder(SOMEBODY, SLIPWAY);
  }

  @Test
  void givesAFieldToWhoeverUpdatesIt() {
    apply(Manifests.configMap("settings", "a: one"));

    client()
        .configMaps()
        .inNamespace(namespace())
        .withName("settings")
        .edit(
            map -> {
              map.getData().put("a", "by hand");
              return map;
            });

    KubernetesClientException refusal =
        refusal(() -> apply(Manifests.configMap("settings", "a: one")));
    assertRefused(refusal, 409, "Conflict");
    assertThat(refusal.getStatus().getMessage()).contains("using v1").contains(".data.a");
  }

  @Test
  void refusesAFieldThatTheKindDoesNotHave() {
    KubernetesClientException refusal =
        refusal(
            () ->
                apply(
                    Manifests.deployment("web", "web:1", 0)
                        .replace("  replicas: 0", "  replicaz: 0")));

    assertThat(refusal.getCode()).isEqualTo(500);
    assertThat(refusal.getMessage()).contains(".spec.replicaz: field not declared in schema");
  }

  @Test
  void refusesANamespaceThatIsNotThere() {
    KubernetesClientException refusal =
        refusal(
            () ->
                client()
                    .resource(Manifests.configMap("settings"))
                    .inNamespace("nowhere")
                    .fieldManager(SLIPWAY)
                    .serverSideApply());

    assertRefused(refusal, 404, "NotFound");
    assertThat(refusal.getStatus().getMessage()).isEqualTo("namespaces \"nowhere\" not found");
  }

  @Test
  void refusesToChangeASelector() {
    apply(Manifests.deployment("web", "web:1", 0));

    KubernetesClientException refusal =
        refusal(
            () ->
                object(
                        Manifests.deployment("web", "web:1", 0)
                            .replace("{app: web}", "{app: other}"))
                    .fieldManager(SLIPWAY)
                    .forceConflicts()
                    .serverSideApply());

    assertRefused(refusal, 422, "Invalid");
    assertThat(refusal.getStatus().getMessage()).contains("field is immutable");
  }

  private ConfigMap settings() {
    return client().configMaps().inNamespace(namespace()).withName("settings").require();
  }

  private Deployment deployment() {
    return client().apps().deployments().inNamespace(namespace()).withName("web").require();
  }

  private List<String> containers() {
    return deployment().getSpec().getTemplate().getSpec().getContainers().stream()
        .map(c -> c.getName())
        .toList();
  }
}
