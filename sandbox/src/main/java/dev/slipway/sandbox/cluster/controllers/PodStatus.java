package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.images.ImageLookup.Pull;
import dev.slipway.sandbox.cluster.images.ImageLookup.Pulled;
import dev.slipway.sandbox.cluster.images.ImageLookup.Refused;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the simulated node says of a pod. */
final class PodStatus {
  private static final String KUBELET = "kubelet";
  private static final String LAST_WORDS = "fatal: cannot connect to the database";

  private final ClusterAccess cluster;
  private int addresses;

  PodStatus(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  static List<String> images(KubeObject pod) {
    return pod.at("spec", "containers").valueStream().map(c -> Json.text(c, "image")).toList();
  }

  void refused(KubeObject pod, List<Pull> pulls, boolean again) {
    write(
        pod,
        "Pending",
        status -> {
          for (int i = 0; i < pulls.size(); i++) {
            ObjectNode container = fresh(pod, status, i);
            ObjectNode waiting = container.putObject("state").putObject("waiting");
            if (pulls.get(i) instanceof Refused(String reason)) {
              String image = images(pod).get(i);
              String backOff = "Back-off pulling image \"" + image + "\": ErrImagePull: " + reason;
              waiting.put("reason", again ? "ImagePullBackOff" : "ErrImagePull");
              waiting.put("message", again ? backOff : reason);
            } else {
              waiting.put("reason", "ContainerCreating");
            }
          }
          serving(status, false);
        });
  }

  void running(KubeObject pod, List<Pull> pulls, int restarts) {
    write(
        pod,
        "Running",
        status -> {
          for (int i = 0; i < pulls.size(); i++) {
            ObjectNode container = fresh(pod, status, i).put("restartCount", restarts);
            if (pulls.get(i) instanceof Pulled pulled) {
              container.put("imageID", pulled.imageId());
            }
            begin(container, pod);
          }
          initContainers(pod, status);
          serving(status, false);
        });
  }

  void restarted(KubeObject pod, int restarts) {
    write(
        pod,
        "Running",
        status -> {
          for (ObjectNode container : containers(status)) {
            begin(container.put("restartCount", restarts), pod);
          }
          serving(status, false);
        });
  }

  private void begin(ObjectNode container, KubeObject pod) {
    String name = Json.text(container, "name");
    container.put("containerID", "simulated://" + pod.uid() + "/" + name).put("started", true);
    container.put("ready", false);
    container.putObject("state").putObject("running").put("startedAt", cluster.timestamp());
  }

  void ready(KubeObject pod) {
    write(
        pod,
        "Running",
        status -> {
          containers(status).forEach(c -> c.put("ready", true));
          serving(status, true);
        });
  }

  void crashed(KubeObject pod, int restarts) {
    write(
        pod,
        "Running",
        status -> {
          for (ObjectNode container : containers(status)) {
            String name = Json.text(container, "name");
            container.putObject("lastState").set("terminated", ended(1, "Error", LAST_WORDS));
            container
                .putObject("state")
                .putObject("waiting")
                .put("reason", "CrashLoopBackOff")
                .put(
                    "message",
                    "back-off 10s restarting failed container=%s pod=%s_%s(%s)"
                        .formatted(name, pod.name(), pod.namespace(), pod.uid()));
            container.put("ready", false).put("started", false).put("restartCount", restarts);
          }
          serving(status, false);
        });
  }

  void completed(KubeObject pod) {
    over(pod, "Succeeded", 0, "Completed", "");
  }

  void failed(KubeObject pod) {
    over(pod, "Failed", 1, "Error", LAST_WORDS);
  }

  private void over(KubeObject pod, String phase, int code, String reason, String message) {
    write(
        pod,
        phase,
        status -> {
          for (ObjectNode container : containers(status)) {
            container.putObject("state").set("terminated", ended(code, reason, message));
            container.put("ready", false).put("started", false);
          }
          serving(status, false);
        });
  }

  private ObjectNode ended(int code, String reason, String message) {
    String now = cluster.timestamp();
    ObjectNode terminated = Json.object().put("exitCode", code).put("reason", reason);
    if (!message.isEmpty()) {
      terminated.put("message", message);
    }
    return terminated.put("startedAt", now).put("finishedAt", now);
  }

  private void serving(ObjectNode status, boolean ready) {
    String now = cluster.timestamp();
    String reason = ready ? "" : "ContainersNotReady";
    String message = ready ? "" : "containers with unready status (simulated)";
    Conditions.set(status, "PodReadyToStartContainers", true, "", "", now);
    Conditions.set(status, "Initialized", true, "", "", now);
    Conditions.set(status, "Ready", ready, reason, message, now);
    Conditions.set(status, "ContainersReady", ready, reason, message, now);
  }

  private void initContainers(KubeObject pod, ObjectNode status) {
    JsonNode wanted = pod.at("spec", "initContainers");
    if (wanted.isEmpty()) {
      return;
    }
    ArrayNode statuses = status.putArray("initContainerStatuses");
    for (JsonNode init : wanted) {
      String image = Json.text(init, "image");
      ObjectNode entry = statuses.addObject().put("name", Json.text(init, "name"));
      entry.put("image", image).put("imageID", image).put("ready", true).put("restartCount", 0);
      entry.putObject("state").set("terminated", ended(0, "Completed", ""));
      entry.putObject("lastState");
    }
  }

  private static ObjectNode fresh(KubeObject pod, ObjectNode status, int index) {
    ArrayNode statuses =
        index == 0 || !(status.get("containerStatuses") instanceof ArrayNode there)
            ? status.putArray("containerStatuses")
            : there;
    JsonNode container = pod.at("spec", "containers").path(index);
    ObjectNode entry = statuses.addObject().put("name", Json.text(container, "name"));
    entry.put("image", Json.text(container, "image")).put("imageID", "");
    entry.put("ready", false).put("started", false).put("restartCount", 0);
    entry.putObject("lastState");
    return entry;
  }

  private static List<ObjectNode> containers(ObjectNode status) {
    return Json.at(status, "containerStatuses").valueStream().map(ObjectNode.class::cast).toList();
  }

  private void write(KubeObject pod, String phase, Consumer<ObjectNode> change) {
    cluster.change(
        pod,
        KUBELET,
        "status",
        tree -> {
          ObjectNode status = Json.ensure(tree, "status").put("phase", phase);
          status.put("observedGeneration", pod.generation());
          if (!status.has("podIP")) {
            addresses++;
            String address = "10.244." + addresses / 250 % 250 + "." + (addresses % 250 + 2);
            status.put("hostIP", "127.0.0.1").put("podIP", address);
            status.putArray("hostIPs").addObject().put("ip", "127.0.0.1");
            status.putArray("podIPs").addObject().put("ip", address);
            status.put("startTime", cluster.timestamp()).put("qosClass", "BestEffort");
          }
          change.accept(status);
        });
  }
}
