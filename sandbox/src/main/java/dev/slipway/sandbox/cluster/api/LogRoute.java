package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.io.IOException;
import java.util.List;

/** {@code pods/log}: whole, or the last lines. */
final class LogRoute {
  private final ObjectStore store;
  private final PodLogs logs;

  LogRoute(ObjectStore store, PodLogs logs) {
    this.store = store;
    this.logs = logs;
  }

  void handle(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    if (!kind.is("", "Pod")) {
      throw ResourceRoutes.noSuchResource();
    }
    KubeObject pod =
        store
            .get(kind, path.namespace(), path.name())
            .orElseThrow(() -> ApiError.notFound(kind, path.name()));
    List<String> lines = logs.lines(pod, container(request, pod), request.asks("previous"));
    String tail = request.query("tailLines");
    int wanted = tail.isEmpty() ? lines.size() : Integer.parseInt(tail);
    List<String> last = lines.subList(Math.max(0, lines.size() - wanted), lines.size());
    Reply.text(request.exchange(), 200, String.join("", last.stream().map(l -> l + "\n").toList()));
  }

  private static String container(ApiRequest request, KubeObject pod) {
    String asked = request.query("container");
    List<String> names =
        pod.at("spec", "containers").valueStream().map(c -> Json.text(c, "name")).toList();
    if (!asked.isEmpty() && !names.contains(asked)) {
      throw ApiError.badRequest(
          "container %s is not valid for pod %s".formatted(asked, pod.name()));
    }
    if (asked.isEmpty() && names.size() > 1) {
      throw ApiError.badRequest(
          "a container name must be specified for pod %s, choose one of: %s"
              .formatted(pod.name(), names));
    }
    return asked.isEmpty() ? names.getFirst() : asked;
  }
}
