package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Furnishes a new namespace and empties one that goes. */
final class NamespaceController implements Controller {
  private static final Duration WHILE_EMPTYING = Duration.ofMillis(50);
  private static final Set<String> LAST = Set.of("Event");

  private final ClusterAccess cluster;

  NamespaceController(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<Duration> reconcile(KubeObject namespace) {
    if (namespace.isBeingDeleted()) {
      return empty(namespace);
    }
    create("ServiceAccount", named("ServiceAccount", "default"), namespace.name());
    ObjectNode authority = named("ConfigMap", "kube-root-ca.crt");
    authority.putObject("data").put("ca.crt", "simulated: there is no certificate\n");
    create("ConfigMap", authority, namespace.name());
    return Optional.empty();
  }

  private static ObjectNode named(String kind, String name) {
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  private void create(String kind, ObjectNode object, String namespace) {
    if (cluster.find(kind, namespace, Json.text(object, "metadata", "name")).isEmpty()) {
      cluster.create(kind, namespace, object);
    }
  }

  private Optional<Duration> empty(KubeObject namespace) {
    List<KubeObject> content = content(namespace.name(), false);
    content.stream().filter(o -> !o.isBeingDeleted()).forEach(cluster::delete);
    if (!content.isEmpty()) {
      return Optional.of(WHILE_EMPTYING);
    }
    content(namespace.name(), true).forEach(cluster::drop);
    if (namespace.finalizers().isEmpty()) {
      cluster.drop(namespace);
    }
    return Optional.empty();
  }

  private List<KubeObject> content(String namespace, boolean last) {
    return cluster.everything().stream()
        .filter(o -> o.namespace().equals(namespace))
        .filter(o -> LAST.contains(kindName(o.kind())) == last)
        .toList();
  }

  private static String kindName(ResourceKind kind) {
    return kind.group().isEmpty() ? kind.kind() : "";
  }
}
