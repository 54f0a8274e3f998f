package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.ApiError.Cause;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How large an object may be, and its parts that have limits of their own. */
final class SizeLimits {
  private static final int ANNOTATIONS = 256 * 1024;
  private static final int CONTENT = 1024 * 1024;
  private static final int STORED = 1536 * 1024;

  private SizeLimits() {}

  /**
   * Refuses what a real server can't store.
   *
   * @throws ApiError in the words of whoever is too small for it: the API server or etcd
   */
  static void check(ResourceKind kind, ObjectNode object) {
    limit(kind, object, Json.at(object, "metadata", "annotations"), ANNOTATIONS, "annotations");
    if (kind.is("", "ConfigMap") || kind.is("", "Secret")) {
      int content = size(Json.at(object, "data")) + size(Json.at(object, "binaryData"));
      if (content > CONTENT) {
        throw tooLong(kind, object, CONTENT, kind.is("", "Secret") ? "data" : "[]");
      }
    }
    if (size(object) > STORED) {
      throw ApiError.of(ApiError.Reason.Unknown, "etcdserver: request is too large");
    }
  }

  private static void limit(
      ResourceKind kind, ObjectNode object, JsonNode part, int limit, String name) {
    if (size(part) > limit) {
      throw tooLong(kind, object, limit, "metadata." + name);
    }
  }

  private static ApiError tooLong(ResourceKind kind, ObjectNode object, int limit, String field) {
    String message = "Too long: may not be more than " + limit + " bytes";
    Cause cause = new Cause("FieldValueTooLong", message, field);
    return ApiError.invalid(kind, Json.text(object, "metadata", "name"), List.of(cause));
  }

  private static int size(JsonNode node) {
    int size = node.isString() ? node.asString().length() : 1;
    for (var field : node.properties()) {
      size += field.getKey().length() + size(field.getValue());
    }
    if (node.isArray()) {
      for (JsonNode item : node) {
        size += size(item);
      }
    }
    return size;
  }
}
