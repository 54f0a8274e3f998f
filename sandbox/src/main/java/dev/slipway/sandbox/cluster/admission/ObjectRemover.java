package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Deletes objects: at once, after a grace period, or when their finalizers are gone. */
public final class ObjectRemover {
  private static final int POD_GRACE_SECONDS = 30;
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";

  private final ObjectStore store;
  private final Clock clock;

  public ObjectRemover(ObjectStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What becomes of what the object owns. */
  public enum Propagation {
    Background,
    Foreground,
    Orphan
  }

  /**
   * What a delete asks for.
   *
   * @param uid only the object with this one
   * @param resourceVersion only in this version
   */
  public record Request(
      Optional<String> uid,
      Optional<String> resourceVersion,
      Propagation propagation,
      Optional<Integer> graceSeconds,
      boolean dryRun) {

    public static Request plain() {
      return new Request(
          Optional.empty(), Optional.empty(), Propagation.Background, Optional.empty(), false);
    }
  }

  /**
   * Deletes the object, or begins to.
   *
   * @return the object that is now on its way out; empty when it is gone
   * @throws ApiError NotFound; Conflict when it is not the object that was meant
   */
  public Optional<KubeObject> delete(
      ResourceKind kind, String namespace, String name, Request request) {
    return store.together(
        () -> {
          KubeObject live =
              store
                  .get(kind, namespace, name)
                  .map(o -> o.in(kind))
                  .orElseThrow(() -> ApiError.notFound(kind, name));
          checkPreconditions(live, request);
          return request.dryRun() ? Optional.empty() : delete(live, request);
        });
  }

  private static void checkPreconditions(KubeObject live, Request request) {
    String uid = request.uid().orElse(live.uid());
    if (!uid.equals(live.uid())) {
      throw mismatch(live, "UID", uid, live.uid(), "deleted and then recreated");
    }
    String version = request.resourceVersion().orElse(live.resourceVersion());
    if (!version.equals(live.resourceVersion())) {
      throw mismatch(live, "ResourceVersion", version, live.resourceVersion(), "modified");
    }
  }

  private static ApiError mismatch(
      KubeObject live, String what, String asked, String found, String why) {
    return ApiError.conflict(
        live.kind(),
        live.name(),
        "the %s in the precondition (%s) does not match the %s in record (%s). The object might have been %s"
            .formatted(what, asked, what, found, why));
  }

  private Optional<KubeObject> delete(KubeObject live, Request request) {
    ObjectNode next = live.copy();
    ArrayNode finalizers = finalizers(next);
    switch (request.propagation()) {
      case Foreground -> addOnce(finalizers, FOREGROUND);
      case Orphan -> addOnce(finalizers, ORPHAN);
      case Background -> {}
    }
    int grace = graceSeconds(live, request);
    if (finalizers.isEmpty() && grace == 0 && !waitsForContent(live)) {
      store.remove(live.key());
      return Optional.empty();
    }
    if (finalizers.isEmpty()) {
      Json.ensure(next, "metadata").remove("finalizers");
    }
    markDeleted(next, grace);
    return Optional.of(next.equals(live.tree()) ? live : store.put(live.kind(), next));
  }

  private void markDeleted(ObjectNode next, int grace) {
    ObjectNode metadata = Json.ensure(next, "metadata");
    if (!metadata.has("deletionTimestamp")) {
      Instant when = Instant.now(clock).plus(Duration.ofSeconds(grace));
      metadata.put("deletionTimestamp", when.truncatedTo(ChronoUnit.SECONDS).toString());
      metadata.put("deletionGracePeriodSeconds", grace);
      if (metadata.has("generation")) {
        metadata.put("generation", Json.number(0, metadata, "generation") + 1);
      }
      if (Json.text(next, "kind").equals("Namespace")) {
        Json.ensure(next, "status").put("phase", "Terminating");
      }
    }
  }

  static boolean waitsForContent(KubeObject live) {
    return live.kind().is("", "Namespace")
        || live.kind().is("apiextensions.k8s.io", "CustomResourceDefinition");
  }

  private static int graceSeconds(KubeObject live, Request request) {
    if (!live.kind().is("", "Pod") || live.text("spec", "nodeName").isEmpty()) {
      return 0;
    }
    int own = live.number(POD_GRACE_SECONDS, "spec", "terminationGracePeriodSeconds");
    return request.graceSeconds().orElse(own);
  }

  private static ArrayNode finalizers(ObjectNode object) {
    ObjectNode metadata = Json.ensure(object, "metadata");
    return metadata.get("finalizers") instanceof ArrayNode there
        ? there
        : metadata.putArray("finalizers");
  }

  private static void addOnce(ArrayNode finalizers, String name) {
    if (finalizers.valueStream().noneMatch(f -> f.asString().equals(name))) {
      finalizers.add(name);
    }
  }
}
