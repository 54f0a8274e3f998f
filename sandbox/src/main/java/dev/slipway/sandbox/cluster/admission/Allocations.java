package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** Hands out what must be unique: a service's address and node ports, a job's selector. */
final class Allocations {
  private static final int FIRST_NODE_PORT = 30_000;
  private static final int ADDRESSES = 65_000;
  private static final int NODE_PORTS = 2_768;
  private static final String JOB_UID = "batch.kubernetes.io/controller-uid";
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  private final ObjectStore store;
  private final ResourceKind services;

  Allocations(ObjectStore store, ResourceKind services) {
    this.store = store;
    this.services = services;
  }

  void complete(ResourceKind kind, ObjectNode object, Optional<ObjectNode> before) {
    if (kind.is("", "Service")) {
      service(Json.ensure(object, "spec"), before);
    } else if (kind.is("batch", "Job")) {
      job(object, before);
    }
  }

  private void service(ObjectNode spec, Optional<ObjectNode> before) {
    if (Json.text(spec, "type").equals("ExternalName")) {
      return;
    }
    if (!Json.has(spec, "clusterIP")) {
      String had = before.map(live -> Json.text(live, "spec", "clusterIP")).orElse("");
      spec.put("clusterIP", had.isEmpty() ? freeAddress() : had);
    }
    if (!Json.has(spec, "clusterIPs")) {
      spec.putArray("clusterIPs").add(Json.text(spec, "clusterIP"));
    }
    String type = Json.text(spec, "type");
    if (type.equals("NodePort") || type.equals("LoadBalancer")) {
      PodDefaults.objects(spec.get("ports")).stream()
          .filter(port -> !port.has("nodePort"))
          .forEach(port -> port.put("nodePort", freeNodePort(spec)));
    }
  }

  private String freeAddress() {
    Set<String> taken =
        store.list(services, "").stream()
            .map(s -> s.text("spec", "clusterIP"))
            .collect(Collectors.toSet());
    return IntStream.range(1, ADDRESSES)
        .mapToObj(n -> "10.96." + n / 256 + "." + n % 256)
        .filter(address -> !taken.contains(address))
        .findFirst()
        .orElseThrow();
  }

  private int freeNodePort(ObjectNode own) {
    Set<Integer> taken =
        store.list(services, "").stream()
            .flatMap(s -> s.at("spec", "ports").valueStream())
            .map(p -> Json.number(0, p, "nodePort"))
            .collect(Collectors.toSet());
    own.get("ports").forEach(p -> taken.add(Json.number(0, p, "nodePort")));
    return IntStream.range(FIRST_NODE_PORT, FIRST_NODE_PORT + NODE_PORTS)
        .filter(port -> !taken.contains(port))
        .findFirst()
        .orElseThrow();
  }

  private static void job(ObjectNode job, Optional<ObjectNode> before) {
    ObjectNode spec = Json.ensure(job, "spec");
    if (before.isPresent() || Json.flag(spec, "manualSelector")) {
      return;
    }
    String uid = Json.text(job, "metadata", "uid");
    Json.ensure(spec, "selector", "matchLabels").put(JOB_UID, uid);
    ObjectNode labels = Json.ensure(spec, "template", "metadata", "labels");
    String name = Json.text(job, "metadata", "name");
    labels.put(JOB_UID, uid).put(JOB_NAME, name);
    labels.put("controller-uid", uid).put("job-name", name);
    if (!Json.has(job, "metadata", "labels")) {
      Json.ensure(job, "metadata").set("labels", labels.deepCopy());
    }
  }
}
