package dev.slipway.sandbox.registry;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer that is one of the specification's error codes. */
final class RegistryError extends Exception {
  private static final JsonMapper JSON = new JsonMapper();

  private final int status;
  private final String code;

  RegistryError(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static RegistryError nameUnknown(String repository) {
    return new RegistryError(404, "NAME_UNKNOWN", "no repository " + repository);
  }

  static RegistryError blobUnknown(Object digest) {
    return new RegistryError(404, "BLOB_UNKNOWN", "no blob " + digest);
  }

  static RegistryError manifestUnknown(String reference) {
    return new RegistryError(404, "MANIFEST_UNKNOWN", "no manifest " + reference);
  }

  static RegistryError manifestInvalid(String message) {
    return new RegistryError(400, "MANIFEST_INVALID", message);
  }

  static RegistryError digestInvalid(String message) {
    return new RegistryError(400, "DIGEST_INVALID", message);
  }

  static RegistryError uploadUnknown(String id) {
    return new RegistryError(404, "BLOB_UPLOAD_UNKNOWN", "no upload " + id);
  }

  int status() {
    return status;
  }

  String body() {
    return body(code, String.valueOf(getMessage()));
  }

  /** What a registry says with such a status when nothing more is known. */
  static String bodyOf(int status) {
    String code =
        switch (status) {
          case 401 -> "UNAUTHORIZED";
          case 403 -> "DENIED";
          case 404 -> "NAME_UNKNOWN";
          case 405 -> "UNSUPPORTED";
          case 429 -> "TOOMANYREQUESTS";
          default -> "UNKNOWN";
        };
    return body(code, "the sandbox registry answers " + status);
  }

  private static String body(String code, String message) {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("errors").addObject().put("code", code).put("message", message);
    return JSON.writeValueAsString(body);
  }
}
