package dev.slipway.applier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.kubernetes.ClusterAccess;
import dev.slipway.applier.kubernetes.KubernetesClusters;
import dev.slipway.applier.kubernetes.PermissionCheck;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.RolloutMonitor;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.RolloutFailure;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real API server shows: who owns which field, what cannot be changed, who may. */
@OnRealCluster
class RealKeepingIT {
  private static final String WEB = "registry.example/acme/web:";

  private static final String EVERYTHING =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        labels: {app.kubernetes.io/name: web}
      spec:
        replicas: 1
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            containers:
              - name: web
                image: registry.example/acme/web:1
                args: [serve, --fast]
                ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP}]
                env: [{name: A, value: b}]
                resources: {requests: {cpu: 0.1, memory: 128Mi}}
                volumeMounts: [{name: data, mountPath: /data}]
            volumes: [{name: data, emptyDir: {}}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        selector: {app: web}
        ports: [{port: 80, targetPort: 80, name: http}]
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, annotations: {example.org/a: b}}
      data: {key: value}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: web}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web}
      spec:
        rules:
          - host: web.example
            http:
              paths:
                - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
      """;

  @TempDir Path directory;
  private RealEnvironment real;
  private Applying applying;

  @BeforeEach
  void start() throws Exception {
    real = new RealEnvironment(directory, "keeping");
    applying = real.applying;
  }

  @AfterEach
  void stop() {
    real.close();
  }

  @Test
  void ownsTheSameFieldsAsAPlainServerSideApplyOfTheFile() throws Exception {
    real.git.write("apps/dev/all.yaml", EVERYTHING);
    applying.apply(applying.revision(real.git.commit(), 1));
    applying.last(RolloutSucceeded.class);
    Map<String, Object> ours = new LinkedHashMap<>();
    for (ObjectName name : objects()) {
      ours.put(name.kind(), owned(name));
      real.cluster().delete(name, real.cluster().get(name).orElseThrow().uid());
    }
    awaitGone();
    String[] documents = EVERYTHING.split("---\n", -1);
    int number = 0;
    for (ObjectName name : objects()) {
      applyPlainly(name, documents[number++]);
    }

    for (ObjectName name : objects()) {
      assertThat(ours.get(name.kind()))
          .as("%s, apart from the label that says whose it is", name.describe())
          .isEqualTo(owned(name));
    }
  }

  /** What its manifest owns, without the ApplySet's label. */
  private Map<String, Object> owned(ObjectName name) throws InterruptedException {
    Optional<Map<String, Object>> found =
        real.cluster().get(name).orElseThrow().list("metadata", "managedFields").stream()
            .filter(e -> Fields.text(e, "manager").orElseThrow().equals("slipway"))
            .findFirst();
    if (found.isEmpty()) {
      return Map.of(); // A manifest that declares no field owns none.
    }
    Map<String, Object> entry = found.get();
    Map<String, Object> compared = new LinkedHashMap<>(entry);
    compared.remove("time");
    Map<String, Object> fields = new LinkedHashMap<>(Fields.map(entry, "fieldsV1"));
    Map<String, Object> metadata = new LinkedHashMap<>(Fields.map(fields, "f:metadata"));
    Map<String, Object> labels = new LinkedHashMap<>(Fields.map(metadata, "f:labels"));
    labels.remove("f:" + ApplySet.PART_OF);
    metadata.put("f:labels", labels);
    metadata.values().removeIf(value -> value instanceof Map<?, ?> map && map.isEmpty());
    fields.put("f:metadata", metadata);
    fields.values().removeIf(value -> value instanceof Map<?, ?> map && map.isEmpty());
    compared.put("fieldsV1", fields);
    return fields.isEmpty() ? Map.of() : compared;
  }

  private List<ObjectName> objects() {
    return List.of(
        new ObjectName("apps/v1", "Deployment", real.namespace, "web"),
        new ObjectName("v1", "Service", real.namespace, "web"),
        new ObjectName("v1", "ConfigMap", real.namespace, "settings"),
        new ObjectName("v1", "ServiceAccount", real.namespace, "web"),
        new ObjectName("networking.k8s.io/v1", "Ingress", real.namespace, "web"));
  }

  private void awaitGone() throws InterruptedException {
    for (ObjectName name : objects()) {
      while (real.cluster().get(name).isPresent()) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  /** As any client does that follows the API's rules: the file as it is. */
  private void applyPlainly(ObjectName name, String file) throws Exception {
    String plural =
        Map.of(
                "Deployment", "deployments",
                "Service", "services",
                "ConfigMap", "configmaps",
                "ServiceAccount", "serviceaccounts",
                "Ingress", "ingresses")
            .get(name.kind());
    String root = (name.apiVersion().contains("/") ? "apis/" : "api/") + name.apiVersion();
    URI uri =
        URI.create(
            "%s%s/namespaces/%s/%s/%s?fieldManager=slipway"
                .formatted(real.client.getMasterUrl(), root, real.namespace, plural, name.name()));
    send(uri, file);
  }

  @Test
  void putsRightWhatAPersonEditedAndLeavesWhatAnAutoscalerScaled() throws Exception {
    real.git.write("apps/dev/all.yaml", EVERYTHING);
    applying.apply(applying.revision(real.git.commit(), 1));
    String before = versions();
    real.look();
    assertThat(versions()).as("nothing differs").isEqualTo(before);

    real.client.apps().deployments().inNamespace(real.namespace).withName("web").scale(2);
    patch("kubectl-edit", "ConfigMap", "settings", "{\"data\": {\"key\": \"by hand\"}}");
    real.client.services().inNamespace(real.namespace).withName("web").delete();
    patch(
        "kubectl-edit",
        "Deployment",
        "web",
        """
        {"spec": {"template": {"metadata": {"annotations":
          {"kubectl.kubernetes.io/restartedAt": "2026-11-21T02:00:00Z"}},
          "spec": {"containers": [{"name": "web", "image": "registry.example/acme/web:2"}]}}}}
        """);
    real.look();

    KubernetesObject web = real.get("apps/v1", "Deployment", "web");
    assertThat(web.number("spec", "replicas")).as("another's").isEqualTo(2);
    assertThat(Fields.text(web.list("spec", "template", "spec", "containers").getFirst(), "image"))
        .hasValue(WEB + "1");
    assertThat(
            web.text(
                "spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"))
        .as("nobody declared it")
        .hasValue("2026-11-21T02:00:00Z");
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("value");
    assertThat(real.get("v1", "Service", "web").text("metadata", "name")).isPresent();
    DriftCorrected corrected = applying.last(DriftCorrected.class);
    assertThat(corrected.message()).contains("changed by kubectl-edit", "deleted");
    assertThat(corrected.objects())
        .extracting(change -> change.object().kind() + change.fields())
        .containsExactlyInAnyOrder(
            "ConfigMap[data.key]",
            "Deployment[spec.template.spec.containers[web].image]",
            "Service[]");
    assertThat(applying.events(DriftFound.class)).isEmpty();
    applying.publisher.clear();
    real.look();
    real.look();
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
  }

  @Test
  void takesNoFieldOfAnUnknownControllerButSaysWho() throws Exception {
    real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(real.git.commit(), 1));
    patch("some-operator", "ConfigMap", "settings", "{\"data\": {\"key\": \"b\"}}");
    real.look();

    assertThat(applying.last(DriftFound.class).message())
        .startsWith("changed by some-operator; some-operator keeps fields");
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("b");
  }

  @Test
  void makesAnewWhatCannotBeChangedOnlyWhereAllowed() throws Exception {
    real.git
        .write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "1", 1))
        .write(
            "apps/dev/claim.yaml",
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """);
    applying.apply(applying.revision(real.git.commit(), 1));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    String uid = real.get("apps/v1", "Deployment", "web").uid();
    real.git.write(
        "apps/dev/web.yaml",
        Yaml.deployment("web", WEB + "1", 1).replace("app: web", "app: other"));
    applying.apply(applying.revision(real.git.commit(), 2));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.IMMUTABLE);
    assertThat(failed.message())
        .contains("apps/dev/web.yaml", "spec.selector cannot be changed", "recreate: true");
    assertThat(failed.begun()).isFalse();

    applying.rules(rules(true, null));
    applying.apply(applying.revision(real.git.commit(), 3));
    assertThat(applying.last(RolloutSucceeded.class).sequence().position()).isEqualTo(3);
    assertThat(real.get("apps/v1", "Deployment", "web").uid()).isNotEqualTo(uid);

    String claim = real.get("v1", "PersistentVolumeClaim", "data").uid();
    real.git.write(
        "apps/dev/claim.yaml",
        real.git.content("apps/dev/claim.yaml").replace("ReadWriteOnce", "ReadWriteMany"));
    applying.apply(applying.revision(real.git.commit(), 4));
    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.IMMUTABLE);
    assertThat(applying.last(RolloutFailed.class).message()).contains("not made anew by itself");
    assertThat(real.get("v1", "PersistentVolumeClaim", "data").uid()).isEqualTo(claim);
  }

  @Test
  void hasNoMoreRightsThanTheEnvironmentsServiceAccount() throws Exception {
    real.client
        .namespaces()
        .resource(
            new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                .withNewMetadata()
                .withName(real.namespace)
                .endMetadata()
                .build())
        .create();
    var account = new Clusters.ServiceAccount(real.namespace, "deployer");
    KubernetesClusters clusters = clusters();
    Applying limited =
        new Applying(
            real.git.address(),
            real.source,
            clusters.findAs("any", account).orElseThrow(),
            real.namespace);
    real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    limited.apply(limited.revision(real.git.commit(), 1));

    RolloutFailed failed = limited.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.FORBIDDEN);
    assertThat(failed.message()).contains("system:serviceaccount:" + real.namespace + ":deployer");
    assertThat(
            new PermissionCheck(clusters)
                .missing(Map.of("*", Set.of(new PermissionCheck.Place(real.namespace, "deployer"))))
                .get("*"))
        .contains("patch deployments.apps in " + real.namespace + " as service account deployer");

    real.client
        .rbac()
        .roleBindings()
        .inNamespace(real.namespace)
        .resource(
            new io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder()
                .withNewMetadata()
                .withName("deployer")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject(null, "ServiceAccount", "deployer", real.namespace)
                .build())
        .create();
    limited.publisher.clear();
    limited.apply(limited.revision(real.git.commit(), 2));
    assertThat(limited.events(RolloutFailed.class)).isEmpty();
    assertThat(limited.last(RolloutStarted.class).changes()).hasSize(1);
    clusters.close();
  }

  @Test
  void waitsUntilACustomResourceIsReadyAndTellsWhyItIsStalled() throws Exception {
    String group = "t" + UUID.randomUUID().toString().substring(0, 8) + ".example";
    real.git.write(
        "apps/dev/definition.yaml",
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gadgets.GROUP}
        spec:
          group: GROUP
          scope: Namespaced
          names: {kind: Gadget, plural: gadgets, singular: gadget, listKind: GadgetList}
          versions:
            - name: v1
              served: true
              storage: true
              subresources: {status: {}}
              schema:
                openAPIV3Schema:
                  type: object
                  properties:
                    spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                    status: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """
            .replace("GROUP", group));
    real.git.write("apps/dev/gadget.yaml", gadget(group, 1));
    try {
      applying.apply(applying.revision(real.git.commit(), 1));
      assertThat(applying.events(RolloutFailed.class)).isEmpty();
      applying.last(RolloutSucceeded.class);

      status(group, "{type: Ready, status: 'False', reason: Waiting, message: for a wheel}");
      applying.limits(new RolloutMonitor.Limits(Duration.ofSeconds(2), Duration.ofSeconds(20)));
      applying.apply(applying.revision(real.git.commit(), 2));
      assertThat(applying.last(RolloutFailed.class).message())
          .isEqualTo("not ready: Waiting: for a wheel, and none more within 2 s");
      assertThat(applying.last(RolloutFailed.class).workload()).isEqualTo("Gadget/one");

      status(group, "{type: Stalled, status: 'True', reason: NoWheel, message: none fits}");
      applying.apply(applying.revision(real.git.commit(), 3));
      assertThat(applying.last(RolloutFailed.class).message())
          .isEqualTo("it is stalled: NoWheel: none fits");

      status(group, "{type: Ready, status: 'True'}");
      applying.apply(applying.revision(real.git.commit(), 4));
      assertThat(applying.last(RolloutSucceeded.class).sequence().position()).isEqualTo(4);
    } finally {
      real.client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName("gadgets." + group)
          .delete();
    }
  }

  private static String gadget(String group, int size) {
    return """
    apiVersion: %s/v1
    kind: Gadget
    metadata: {name: one}
    spec: {size: %d}
    """
        .formatted(group, size);
  }

  private void status(String group, String condition) throws Exception {
    URI uri =
        URI.create(
            "%sapis/%s/v1/namespaces/%s/gadgets/one/status?fieldManager=controller&force=true"
                .formatted(real.client.getMasterUrl(), group, real.namespace));
    send(
        uri,
        "{apiVersion: %s/v1, kind: Gadget, metadata: {name: one}, status: {conditions: [%s]}}"
            .formatted(group, condition));
  }

  private void send(URI uri, String body) throws Exception {
    HttpResponse<byte[]> answer =
        real.client
            .getHttpClient()
            .sendAsync(
                real.client
                    .getHttpClient()
                    .newHttpRequestBuilder()
                    .uri(uri)
                    .method("PATCH", "application/apply-patch+yaml", body)
                    .build(),
                byte[].class)
            .get(10, TimeUnit.SECONDS);
    assertThat(answer.code()).as(new String(answer.body(), UTF_8)).isBetween(200, 201);
  }

  private static KubernetesClusters clusters() {
    return new KubernetesClusters(
        Map.of(), new ClusterAccess(Path.of(System.getenv(RealCluster.KUBECONFIG)), null));
  }

  private static ApplyRules rules(boolean recreate, @Nullable String account) {
    return new ApplyRules(
        ApplyRules.Mode.APPLY,
        false,
        recreate,
        PruneLimits.DEFAULT,
        ApplyRules.DriftAnswer.CORRECT,
        account);
  }

  private void patch(String manager, String kind, String name, String patch) {
    PatchContext strategic =
        new PatchContext.Builder()
            .withPatchType(PatchType.STRATEGIC_MERGE)
            .withFieldManager(manager)
            .build();
    if (kind.equals("Deployment")) {
      var _ =
          real.client
              .apps()
              .deployments()
              .inNamespace(real.namespace)
              .withName(name)
              .patch(strategic, patch);
    } else {
      var _ =
          real.client
              .configMaps()
              .inNamespace(real.namespace)
              .withName(name)
              .patch(strategic, patch);
    }
  }

  private String versions() throws InterruptedException {
    StringBuilder versions = new StringBuilder();
    for (ObjectName name : objects()) {
      versions.append(
          Fields.text(
                  real.cluster().get(name).orElseThrow().content(), "metadata", "resourceVersion")
              .orElseThrow());
    }
    return versions.toString();
  }
}
