package dev.slipway.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Objects: made, read, changed, watched, deleted, and refused. */
abstract class ObjectContract extends KubernetesApiContract {
  private ConfigMap create(String name, String... labels) {
    ConfigMapBuilder map =
        new ConfigMapBuilder().withNewMetadata().withName(name).and().addToData("a", "one");
    for (String label : labels) {
      map.editMetadata().addToLabels(label, "yes").and();
    }
    return client().resource(map.build()).inNamespace(namespace()).create();
  }

  @Test
  void givesANewObjectItsIdentity() {
    ConfigMap created = create("settings");

    assertThat(created.getMetadata().getUid()).isNotBlank();
    assertThat(created.getMetadata().getResourceVersion()).isNotBlank();
    assertThat(created.getMetadata().getCreationTimestamp()).isNotBlank();
  }

  @Test
  void refusesASecondObjectOfTheSameName() {
    create("settings");

    KubernetesClientException refusal = refusal(() -> create("settings"));

    assertRefused(refusal, 409, "AlreadyExists");
    assertThat(refusal.getStatus().getMessage())
        .isEqualTo("configmaps \"settings\" already exists");
  }

  @Test
  void refusesANameThatIsNone() {
    KubernetesClientException refusal = refusal(() -> create("Not_A_Name"));

    assertRefused(refusal, 422, "Invalid");
    assertThat(refusal.getStatus().getDetails().getCauses().getFirst().getField())
        .isEqualTo("metadata.name");
  }

  @Test
  void refusesAChangeOfAnOlderVersion() {
    ConfigMap old = create("settings");
    object(Manifests.configMap("settings", "a: two")).patch(PatchContext.of(PatchType.JSON_MERGE));
    old.getData().put("a", "three");

    KubernetesClientException refusal =
        refusal(() -> client().resource(old).inNamespace(namespace()).update());

    assertRefused(refusal, 409, "Conflict");
  }

  @Test
  void refusesAWorkloadWithoutAnImage() {
    KubernetesClientException refusal =
        refusal(
            () ->
                object(
                        Manifests.deployment("web", "web:1", 0)
                            .replace("image: web:1", "tty: false"))
                    .create());

    assertRefused(refusal, 422, "Invalid");
    assertThat(refusal.getStatus().getMessage())
        .contains("spec.template.spec.containers[0].image: Required value");
  }

  @Test
  void refusesWhatIsTooLarge() {
    assertRefused(refusal(() -> createOfSize(1_200_000)), 422, "Invalid");
    assertRefused(refusal(() -> createOfSize(3_500_000)), 413, "RequestEntityTooLarge");

    String environment = "value: " + "x".repeat(1_700_000);
    String workload =
        Manifests.deployment("web", "web:1", 0).replace("value: production", environment);
    KubernetesClientException refusal = refusal(() -> object(workload).create());
    assertThat(refusal.getCode()).isEqualTo(500);
    assertThat(refusal.getMessage()).contains("etcdserver: request is too large");
  }

  private void createOfSize(int characters) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("large")
            .and()
            .addToData("a", "x".repeat(characters))
            .build();
    client().resource(map).inNamespace(namespace()).create();
  }

  @Test
  void deletesOnlyTheObjectThatWasMeant() {
    ConfigMap created = create("settings");
    String path = "/api/v1/namespaces/" + namespace() + "/configmaps/settings";
    String options =
        """
        {"kind": "DeleteOptions", "apiVersion": "v1", "preconditions": {"uid": "%s"}}
        """;

    KubernetesClientException refusal =
        refusal(() -> client().raw(path, "DELETE", options.formatted("another")));
    assertRefused(refusal, 409, "Conflict");
    assertThat(refusal.getStatus().getMessage()).contains("the UID in the precondition (another)");

    client().raw(path, "DELETE", options.formatted(created.getMetadata().getUid()));
    assertThat(client().configMaps().inNamespace(namespace()).withName("settings").get()).isNull();
  }

  @Test
  void keepsAnObjectUntilItsFinalizersAreGone() {
    ConfigMap map = create("settings");
    map.getMetadata().setFinalizers(List.of("acme.io/wait"));
    client().resource(map).inNamespace(namespace()).update();
    var settings = client().configMaps().inNamespace(namespace()).withName("settings");

    settings.delete();
    assertThat(settings.require().getMetadata().getDeletionTimestamp()).isNotBlank();

    settings.edit(
        m -> {
          m.getMetadata().setFinalizers(List.of());
          return m;
        });
    assertThat(settings.get()).isNull();
  }

  @Test
  void selectsByLabelAndByField() {
    create("one", "chosen");
    create("two");
    var maps = client().configMaps().inNamespace(namespace());

    assertThat(maps.withLabel("chosen").list().getItems()).hasSize(1);
    assertThat(maps.withLabelNotIn("chosen", "yes").list().getItems())
        .extracting(m -> m.getMetadata().getName())
        .contains("two")
        .doesNotContain("one");
    assertThat(maps.withField("metadata.name", "two").list().getItems()).hasSize(1);
    KubernetesClientException refusal = refusal(() -> maps.withField("data.a", "one").list());
    assertThat(refusal.getCode()).isEqualTo(400);
  }

  @Test
  void tellsAWatcherWhatHappensAfterAVersion() {
    String version =
        client().configMaps().inNamespace(namespace()).list().getMetadata().getResourceVersion();
    List<String> seen = new CopyOnWriteArrayList<>();
    create("settings", "chosen");
    Watcher<ConfigMap> watcher =
        new Watcher<>() {
          @Override
          public void eventReceived(Action action, ConfigMap map) {
            seen.add(action + " " + map.getMetadata().getName());
          }

          @Override
          public void onClose(WatcherException cause) {
            seen.add("closed: " + cause.getMessage());
          }
        };
    try (Watch watch =
        client()
            .configMaps()
            .inNamespace(namespace())
            .withLabel("chosen")
            .watch(new ListOptionsBuilder().withResourceVersion(version).build(), watcher)) {
      var settings = client().configMaps().inNamespace(namespace()).withName("settings");
      settings.edit(m -> new ConfigMapBuilder(m).addToData("a", "two").build());
      settings.edit(m -> new ConfigMapBuilder(m).editMetadata().withLabels(Map.of()).and().build());
      settings.edit(
          m -> new ConfigMapBuilder(m).editMetadata().addToLabels("chosen", "again").and().build());
      settings.delete();

      soon()
          .untilAsserted(
              () ->
                  assertThat(seen)
                      .containsExactly(
                          "ADDED settings",
                          "MODIFIED settings",
                          "DELETED settings",
                          "ADDED settings",
                          "DELETED settings"));
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void feedsAnInformer() {
    create("before");
    try (var informer = client().configMaps().inNamespace(namespace()).inform()) {
      create("after");

      soon()
          .untilAsserted(
              () ->
                  assertThat(informer.getStore().list())
                      .extracting(m -> m.getMetadata().getName())
                      .contains("before", "after"));
    }
  }

  @Test
  void patchesInThreeWays() {
    object(Manifests.deployment("web", "web:1", 0)).create();
    var web = client().apps().deployments().inNamespace(namespace()).withName("web");

    web.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
    web.patch(
        PatchContext.of(PatchType.STRATEGIC_MERGE),
        """
        {"spec": {"template": {"spec": {"containers": [
          {"name": "main", "image": "web:2", "env": [{"name": "EXTRA", "value": "1"}]}]}}}}
        """);
    web.patch(
        PatchContext.of(PatchType.JSON),
        """
        [{"op": "replace", "path": "/spec/revisionHistoryLimit", "value": 3}]
        """);

    var stored = web.require();
    var container = stored.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(stored.getMetadata().getLabels()).containsEntry("a", "b").containsKey("app");
    assertThat(container.getImage()).isEqualTo("web:2");
    assertThat(container.getEnv())
        .extracting(e -> e.getName())
        .containsExactlyInAnyOrder("MODE", "EXTRA");
    assertThat(stored.getSpec().getRevisionHistoryLimit()).isEqualTo(3);
  }

  @Test
  void servesACustomKindOnceItIsEstablished() {
    String group = "g" + UUID.randomUUID().toString().substring(0, 8) + ".acme.io";
    var definition = client().resource(Manifests.widgets(group));
    definition.create();
    try {
      HasMetadata applied =
          soon()
              .ignoreExceptions()
              .until(() -> apply(Manifests.widget(group, "names: [a, b]")), object -> true);
      assertThat(((GenericKubernetesResource) applied).<Integer>get("spec", "size")).isEqualTo(3);
      assertThat(applied.getMetadata().getGeneration()).isEqualTo(1L);
      assertThat(owned(applied, SLIPWAY).getFieldsV1().getAdditionalProperties().toString())
          .isEqualTo("{f:spec={f:names={}}}");

      String surprising = Manifests.widget(group, "surprise: true").replace("name: w", "name: w2");
      KubernetesClientException refusal = refusal(() -> apply(surprising));
      assertThat(refusal.getMessage()).contains(".spec.surprise: field not declared in schema");
      GenericKubernetesResource created = (GenericKubernetesResource) object(surprising).create();
      assertThat(created.<Object>get("spec", "surprise")).isNull();
    } finally {
      definition.delete();
    }
  }

  @Test
  void answersWhatIsAllowed() {
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withVerb("patch")
            .withGroup("apps")
            .withResource("deployments")
            .withNamespace(namespace())
            .endResourceAttributes()
            .endSpec()
            .build();

    assertThat(
            client()
                .authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed())
        .isTrue();
  }

  @Test
  void refusesAKindThatIsNotServed() {
    assertThat(client().raw("/apis/acme.example/v1/things")).isNull();
    assertThat(client().raw("/apis/apps/v1/things")).isNull();
  }

  @Test
  void emptiesANamespaceBeforeItGoes() {
    String name = namespace() + "-going";
    client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).and().build())
        .create();
    client().resource(Manifests.configMap("settings", "a: b")).inNamespace(name).create();

    client().namespaces().withName(name).delete();

    soon().until(() -> client().namespaces().withName(name).get() == null);
    assertThat(client().configMaps().inNamespace(name).list().getItems()).isEmpty();
  }
}
