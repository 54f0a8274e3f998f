package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.objects.ResourceKind.Feature;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of an object that the server writes itself. */
final class Metadata {
  private static final String RESOURCE_VERSION = "resourceVersion";
  private static final String GENERATION = "generation";
  private static final String NAME_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int RANDOM_CHARACTERS = 5;
  private static final List<String> SERVERS_OWN =
      List.of(
          "uid",
          "creationTimestamp",
          GENERATION,
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          RESOURCE_VERSION,
          "generateName",
          "namespace",
          "name");

  private final ObjectStore store;
  private final ResourceKind namespaces;
  private final Clock clock;

  Metadata(ObjectStore store, ResourceKind namespaces, Clock clock) {
    this.store = store;
    this.namespaces = namespaces;
    this.clock = clock;
  }

  /**
   * @throws ApiError NotFound when the namespace is not there; Forbidden when it is going
   */
  void forNew(ResourceKind kind, String namespace, ObjectNode object) {
    object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    ObjectNode metadata = Json.ensure(object, "metadata");
    if (!Json.text(metadata, RESOURCE_VERSION).isEmpty()) {
      throw ApiError.badRequest("resourceVersion should not be set on objects to be created");
    }
    nameIfAsked(metadata);
    if (kind.namespaced()) {
      requireNamespace(kind, namespace, Json.text(metadata, "name"));
      metadata.put("namespace", namespace);
    } else {
      metadata.remove("namespace");
    }
    metadata.remove(
        List.of(RESOURCE_VERSION, "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
    metadata.remove("managedFields");
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put(
        "creationTimestamp", Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
    metadata.remove(GENERATION);
    if (kind.has(Feature.GENERATION)) {
      metadata.put(GENERATION, 1);
    }
  }

  private static void nameIfAsked(ObjectNode metadata) {
    String prefix = Json.text(metadata, "generateName");
    if (!prefix.isEmpty() && Json.text(metadata, "name").isEmpty()) {
      metadata.put("name", prefix + randomSuffix());
    }
  }

  static String randomSuffix() {
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < RANDOM_CHARACTERS; i++) {
      int at = ThreadLocalRandom.current().nextInt(NAME_CHARACTERS.length());
      suffix.append(NAME_CHARACTERS.charAt(at));
    }
    return suffix.toString();
  }

  private void requireNamespace(ResourceKind kind, String namespace, String name) {
    KubeObject found =
        store
            .get(namespaces, "", namespace)
            .orElseThrow(() -> ApiError.notFound(namespaces, namespace));
    if (found.isBeingDeleted()) {
      throw ApiError.forbidden(
          kind,
          name,
          "unable to create new content in namespace "
              + namespace
              + " because it is being terminated");
    }
  }

  void refuseExisting(ResourceKind kind, ObjectNode object) {
    String name = Json.text(object, "metadata", "name");
    String namespace = Json.text(object, "metadata", "namespace");
    if (store.get(kind, namespace, name).isPresent()) {
      throw ApiError.alreadyExists(kind, name);
    }
  }

  /** Another resource version or uid than the stored one means: decided on something older. */
  void refuseOtherIdentity(KubeObject live, ObjectNode next) {
    String name = live.name();
    String given = Json.text(next, "metadata", "name");
    if (!given.isEmpty() && !given.equals(name)) {
      throw ApiError.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(given, name));
    }
    String uid = Json.text(next, "metadata", "uid");
    if (!uid.isEmpty() && !uid.equals(live.uid())) {
      throw ApiError.conflict(
          live.kind(),
          name,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, live.uid()));
    }
    String version = Json.text(next, "metadata", RESOURCE_VERSION);
    if (!version.isEmpty() && !version.equals(live.resourceVersion())) {
      throw ApiError.conflict(
          live.kind(),
          name,
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
  }

  void carryOver(KubeObject live, ObjectNode next) {
    next.put("apiVersion", live.kind().apiVersion()).put("kind", live.kind().kind());
    ObjectNode metadata = Json.ensure(next, "metadata");
    metadata.remove(SERVERS_OWN);
    for (String field : SERVERS_OWN) {
      JsonNode value = live.at("metadata", field);
      if (!value.isMissingNode()) {
        metadata.set(field, value.deepCopy());
      }
    }
  }

  static void countGeneration(KubeObject live, ObjectNode next) {
    if (live.kind().has(Feature.GENERATION) && !desired(live.tree()).equals(desired(next))) {
      Json.ensure(next, "metadata").put(GENERATION, live.generation() + 1);
    }
  }

  private static ObjectNode desired(ObjectNode object) {
    ObjectNode desired = Json.object();
    object
        .properties()
        .forEach(
            e -> {
              if (!e.getKey().equals("metadata") && !e.getKey().equals("status")) {
                desired.set(e.getKey(), e.getValue());
              }
            });
    return desired;
  }
}
