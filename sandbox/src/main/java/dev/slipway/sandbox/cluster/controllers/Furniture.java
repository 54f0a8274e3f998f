package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What every cluster has from the start: its namespaces and its one node. */
final class Furniture {
  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private Furniture() {}

  static void place(ClusterAccess cluster) {
    for (String name : NAMESPACES) {
      if (cluster.find("Namespace", "", name).isEmpty()) {
        ObjectNode namespace = Json.object();
        namespace.putObject("metadata").put("name", name);
        cluster.create("Namespace", "", namespace);
      }
    }
    if (cluster.find("Node", "", Scheduling.NODE).isEmpty()) {
      node(cluster);
    }
  }

  private static void node(ClusterAccess cluster) {
    ObjectNode node = Json.object();
    ObjectNode metadata = node.putObject("metadata").put("name", Scheduling.NODE);
    metadata
        .putObject("labels")
        .put("kubernetes.io/hostname", Scheduling.NODE)
        .put("kubernetes.io/os", "linux")
        .put("kubernetes.io/arch", "amd64");
    metadata
        .putObject("annotations")
        .put("dev.slipway.sandbox/simulated", "this node runs no containers");
    node.putObject("spec");
    ObjectNode status = Json.object();
    for (String room : List.of("capacity", "allocatable")) {
      status
          .putObject(room)
          .put("cpu", "64")
          .put("memory", "256Gi")
          .put("pods", "5000")
          .put("ephemeral-storage", "1Ti");
    }
    status
        .putObject("nodeInfo")
        .put("kubeletVersion", "v1.36.0-slipway-simulated")
        .put("osImage", "simulated")
        .put("kernelVersion", "simulated")
        .put("operatingSystem", "linux")
        .put("architecture", "amd64")
        .put("machineID", "simulated")
        .put("systemUUID", "simulated")
        .put("bootID", "simulated")
        .put("containerRuntimeVersion", "simulated://0")
        .put("kubeProxyVersion", "");
    status.putArray("addresses").addObject().put("type", "InternalIP").put("address", "127.0.0.1");
    Conditions.set(
        status, "Ready", true, "KubeletReady", "simulated node is ready", cluster.timestamp());
    cluster.status(cluster.create("Node", "", node), status);
  }
}
