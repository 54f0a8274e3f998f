package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectKey;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Writes what happened to objects as Event objects; the same again counts up. */
final class EventRecorder {
  private static final int KEPT = 5_000;
  private static final Duration KEPT_FOR = Duration.ofHours(1);

  private final ObjectStore store;
  private final ResourceKind kind;
  private final Clock clock;
  private final ArrayDeque<ObjectKey> recorded = new ArrayDeque<>();

  EventRecorder(ObjectStore store, ResourceKind kind, Clock clock) {
    this.store = store;
    this.kind = kind;
    this.clock = clock;
    store.list(kind, "").forEach(e -> recorded.add(e.key()));
  }

  void normal(KubeObject about, String component, String reason, String message) {
    record(about, component, "Normal", reason, message);
  }

  void warning(KubeObject about, String component, String reason, String message) {
    record(about, component, "Warning", reason, message);
  }

  private void record(
      KubeObject about, String component, String type, String reason, String message) {
    String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    int fingerprint = (about.uid() + reason + message).hashCode();
    String name = about.name() + "." + String.format("%08x", fingerprint);
    String now = Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString();
    store.together(
        () -> {
          Optional<KubeObject> before = store.get(kind, namespace, name);
          ObjectNode event =
              before.map(KubeObject::copy).orElseGet(() -> fresh(about, namespace, name, now));
          event.put("type", type).put("reason", reason).put("message", message);
          event.putObject("source").put("component", component).put("host", "simulated");
          event.put("reportingComponent", component).put("reportingInstance", "simulated");
          event.put("lastTimestamp", now).put("count", Json.number(0, event, "count") + 1);
          KubeObject stored = store.put(kind, event);
          if (before.isEmpty()) {
            recorded.add(stored.key());
            forgetOld();
          }
          return stored;
        });
  }

  private static ObjectNode fresh(KubeObject about, String namespace, String name, String now) {
    ObjectNode event = Json.object().put("apiVersion", "v1").put("kind", "Event");
    event
        .putObject("metadata")
        .put("name", name)
        .put("namespace", namespace)
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", now);
    event
        .putObject("involvedObject")
        .put("kind", about.kind().kind())
        .put("namespace", about.namespace())
        .put("name", about.name())
        .put("uid", about.uid())
        .put("apiVersion", about.kind().apiVersion())
        .put("resourceVersion", about.resourceVersion());
    return event.put("firstTimestamp", now).putNull("eventTime");
  }

  private void forgetOld() {
    Instant oldest = Instant.now(clock).minus(KEPT_FOR);
    ObjectKey first = recorded.peek();
    while (first != null
        && (recorded.size() > KEPT
            || store.get(first).map(e -> e.created().isBefore(oldest)).orElse(true))) {
      store.remove(first);
      recorded.remove();
      first = recorded.peek();
    }
  }
}
