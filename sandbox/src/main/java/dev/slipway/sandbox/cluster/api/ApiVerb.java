package dev.slipway.sandbox.cluster.api;

import java.util.List;

/** The verbs of requests, as permissions name them. */
final class ApiVerb {
  static final List<String> ALL =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private ApiVerb() {}

  static String of(ApiRequest request, ResourcePath path) {
    boolean collection = path.name().isEmpty();
    return switch (request.method()) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> collection ? "deletecollection" : "delete";
      default -> request.asks("watch") ? "watch" : collection ? "list" : "get";
    };
  }
}
