package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a workload that runs as it was applied, only the image is another by now. */
@OnRealCluster
class RealImageMoveIT {
  private static final String IMAGE = "registry.example/acme/web:";
  private static final List<String> WEB = List.of("web-0", "web-1", "web-2", "web-3", "web-4");

  @TempDir Path directory;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private RealEnvironment real;
  private Applying applying;
  private long position;

  @BeforeEach
  void runTheFirstRevision() throws Exception {
    real = new RealEnvironment(directory, "move");
    applying = real.applyingTo(recorded(real.cluster()));
    for (String web : WEB) {
      write(web, "1");
    }
    apply();
    applying.last(RolloutSucceeded.class);
    calls.clear();
  }

  @AfterEach
  void stop() {
    real.close();
  }

  private void write(String name, String tag) throws Exception {
    real.git.write("apps/dev/" + name + ".yaml", Yaml.deployment(name, IMAGE + tag, 0));
  }

  private void apply() throws Exception {
    applying.apply(applying.revision(real.git.commit(), ++position));
  }

  private Cluster recorded(Cluster cluster) {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (_, method, arguments) -> {
              calls.add(method.getName());
              try {
                return method.invoke(cluster, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private String image(String name) throws InterruptedException {
    return Fields.text(
            real.get("apps/v1", "Deployment", name)
                .list("spec", "template", "spec", "containers")
                .getFirst(),
            "image")
        .orElseThrow();
  }

  @Test
  void itIsWrittenWithoutATrial() throws Exception {
    for (String web : WEB) {
      write(web, "2");
    }
    apply();

    assertThat(calls).doesNotContain("dryRun");
    assertThat(calls.stream().filter("apply"::equals)).hasSameSizeAs(WEB);
    assertThat(calls.stream().filter("labelled"::equals)).as("one list for all").hasSize(1);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(applying.last(RolloutStarted.class).changes())
        .hasSameSizeAs(WEB)
        .allMatch(change -> change.action() == ObjectChange.Action.CHANGED)
        .allMatch(
            change ->
                change
                    .fields()
                    .equals(
                        List.of(
                            "spec.template.spec.containers[%s].image"
                                .formatted(change.object().name()))));
    for (String web : WEB) {
      assertThat(image(web)).isEqualTo(IMAGE + "2");
    }
  }

  @Test
  void whatElseChangesWithItIsTried() throws Exception {
    real.git.write("apps/dev/web-0.yaml", Yaml.deployment("web-0", IMAGE + "2", 1));
    write("web-1", "2");
    apply();

    assertThat(calls.stream().filter("dryRun"::equals)).hasSize(1);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(applying.last(RolloutSucceeded.class).images())
        .as("the one that has a pod by now is seen running")
        .anyMatch(running -> running.toString().contains("web:2"));
    assertThat(real.pods()).hasSize(1);
  }

  @Test
  void whatAnotherOwnsIsTriedAndNothingIsWritten() throws Exception {
    ownToo("web-0", IMAGE + "theirs", true);
    write("web-0", "2");
    write("web-1", "2");
    apply();

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.CONFLICT);
    assertThat(failed.begun()).isFalse();
    assertThat(image("web-1")).isEqualTo(IMAGE + "1");
  }

  @Test
  void whatAnotherOwnsTooIsRefusedByItsNameAndTheRestIsWritten() throws Exception {
    ownToo("web-0", IMAGE + "1", false);
    write("web-0", "2");
    write("web-1", "2");
    apply();

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.CONFLICT);
    assertThat(failed.message()).contains("apps/dev/web-0.yaml", "somebody");
    assertThat(failed.begun()).isTrue();
    assertThat(image("web-0")).isEqualTo(IMAGE + "1");
    assertThat(image("web-1")).isEqualTo(IMAGE + "2");
  }

  @Test
  void whatIsGoneIsMadeAnew() throws Exception {
    real.client.apps().deployments().inNamespace(real.namespace).withName("web-0").delete();
    await().untilAsserted(() -> assertThat(real.find("apps/v1", "Deployment", "web-0")).isEmpty());
    write("web-0", "2");
    apply();

    assertThat(applying.last(RolloutStarted.class).changes())
        .extracting(ObjectChange::action)
        .containsExactly(ObjectChange.Action.CREATED);
    assertThat(image("web-0")).isEqualTo(IMAGE + "2");
  }

  @Test
  void onePolicyThatRefusesItsImageStopsNoOther() throws Exception {
    ValidatingAdmissionPolicy policy = refuseImagesThatEndWith(":bad");
    ValidatingAdmissionPolicyBinding binding = bind(policy);
    real.client.resource(policy).create();
    real.client.resource(binding).create();
    try {
      awaitThatItRefuses();
      write("web-0", "bad");
      write("web-1", "2");
      apply();

      RolloutFailed failed = applying.last(RolloutFailed.class);
      assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
      assertThat(failed.message()).contains("apps/dev/web-0.yaml", "no such images here");
      assertThat(failed.begun()).as("only writing shows it").isTrue();
      assertThat(image("web-0")).isEqualTo(IMAGE + "1");
      assertThat(image("web-1")).isEqualTo(IMAGE + "2");

      write("web-0", "2");
      apply();
      assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
      assertThat(image("web-0")).isEqualTo(IMAGE + "2");
    } finally {
      real.client.resource(binding).delete();
      real.client.resource(policy).delete();
    }
  }

  /** Another manager applies that image; with force it is theirs alone. */
  private void ownToo(String name, String image, boolean force) {
    real.client
        .apps()
        .deployments()
        .inNamespace(real.namespace)
        .withName(name)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("somebody")
                .withForce(force)
                .build(),
            """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "%s"},
             "spec": {"template": {"spec": {"containers": [{"name": "%s", "image": "%s"}]}}}}
            """
                .formatted(name, name, image));
  }

  private ValidatingAdmissionPolicy refuseImagesThatEndWith(String end) {
    return new ValidatingAdmissionPolicyBuilder()
        .withNewMetadata()
        .withName(real.namespace)
        .endMetadata()
        .withNewSpec()
        .withNewMatchConstraints()
        .addNewResourceRule()
        .withApiGroups("apps")
        .withApiVersions("v1")
        .withOperations("CREATE", "UPDATE")
        .withResources("deployments")
        .endResourceRule()
        .endMatchConstraints()
        .addNewValidation()
        .withExpression(
            "object.spec.template.spec.containers.all(c, !c.image.endsWith('" + end + "'))")
        .withMessage("no such images here")
        .endValidation()
        .endSpec()
        .build();
  }

  private ValidatingAdmissionPolicyBinding bind(ValidatingAdmissionPolicy policy) {
    return new ValidatingAdmissionPolicyBindingBuilder()
        .withNewMetadata()
        .withName(real.namespace)
        .endMetadata()
        .withNewSpec()
        .withPolicyName(policy.getMetadata().getName())
        .withValidationActions("Deny")
        .withNewMatchResources()
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", real.namespace)
        .endNamespaceSelector()
        .endMatchResources()
        .endSpec()
        .build();
  }

  /** It takes effect a moment after it is made. */
  private void awaitThatItRefuses() {
    KubernetesObject bad =
        KubernetesObject.named(new ObjectName("apps/v1", "Deployment", real.namespace, "probe"))
            .with(Map.of("matchLabels", Map.of("a", "b")), "spec", "selector")
            .with(Map.of("a", "b"), "spec", "template", "metadata", "labels")
            .with(
                List.of(Map.of("name", "probe", "image", IMAGE + "bad")),
                "spec",
                "template",
                "spec",
                "containers");
    await()
        .until(
            () -> {
              try {
                return real.cluster().dryRun(bad, FieldManager.APPLY).name().isEmpty();
              } catch (RefusedException e) {
                return true;
              }
            });
  }
}
