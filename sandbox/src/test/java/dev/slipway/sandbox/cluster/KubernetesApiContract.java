package dev.slipway.sandbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every API server that the applier may meet does. Held by the simulated one always and by a
 * real one where there is one: that is what makes the simulation honest.
 */
abstract class KubernetesApiContract {
  static final String SLIPWAY = "slipway";
  static final String SOMEBODY = "somebody";

  private String namespace = "";

  abstract KubernetesClient client();

  @BeforeEach
  void makeNamespace() {
    namespace = "contract-" + UUID.randomUUID().toString().substring(0, 8);
    client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(namespace).and().build())
        .create();
  }

  @AfterEach
  void removeNamespace() {
    client().namespaces().withName(namespace).delete();
  }

  String namespace() {
    return namespace;
  }

  Resource<HasMetadata> object(String yaml) {
    NamespaceableResource<HasMetadata> resource = client().resource(yaml);
    return resource.inNamespace(namespace);
  }

  HasMetadata apply(String yaml) {
    return object(yaml).fieldManager(SLIPWAY).serverSideApply();
  }

  HasMetadata applyAs(String manager, String yaml) {
    return object(yaml).fieldManager(manager).serverSideApply();
  }

  GenericKubernetesResource read(String apiVersion, String kind, String name) {
    return client()
        .genericKubernetesResources(apiVersion, kind)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  static KubernetesClientException refusal(Runnable attempt) {
    return catchThrowableOfType(KubernetesClientException.class, attempt::run);
  }

  static ManagedFieldsEntry owned(HasMetadata object, String manager) {
    return object.getMetadata().getManagedFields().stream()
        .filter(entry -> entry.getManager().equals(manager))
        .findFirst()
        .orElseThrow();
  }

  static List<String> owners(HasMetadata object) {
    return object.getMetadata().getManagedFields().stream()
        .map(ManagedFieldsEntry::getManager)
        .toList();
  }

  List<Pod> pods(String app) {
    return client().pods().inNamespace(namespace).withLabel("app", app).list().getItems();
  }

  static ConditionFactory soon() {
    return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(40));
  }

  static void assertRefused(KubernetesClientException refusal, int code, String reason) {
    assertThat(refusal.getCode()).isEqualTo(code);
    assertThat(refusal.getStatus().getReason()).isEqualTo(reason);
  }
}
