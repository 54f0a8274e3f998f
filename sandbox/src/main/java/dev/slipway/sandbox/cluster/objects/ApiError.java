package dev.slipway.sandbox.cluster.objects;

import java.io.Serial;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal with the code, reason and words of a real API server; only the reason tells if a retry
 * helps.
 */
public final class ApiError extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** The reasons of {@code metav1.Status} that are used here. */
  public enum Reason {
    BadRequest(400),
    Unauthorized(401),
    Forbidden(403),
    NotFound(404),
    MethodNotAllowed(405),
    NotAcceptable(406),
    AlreadyExists(409),
    Conflict(409),
    Expired(410),
    RequestEntityTooLarge(413),
    UnsupportedMediaType(415),
    Invalid(422),
    TooManyRequests(429),
    InternalError(500),
    /** Code 500 without a reason, as some of a real server's refusals are. */
    Unknown(500),
    ServiceUnavailable(503);

    private final int code;

    Reason(int code) {
      this.code = code;
    }
  }

  /** One field's part in a refusal. */
  public record Cause(String reason, String message, String field) {}

  private final Reason reason;
  private final transient ObjectNode details;

  private ApiError(Reason reason, String message, ObjectNode details) {
    super(message);
    this.reason = reason;
    this.details = details;
  }

  public static ApiError of(Reason reason, String message) {
    return new ApiError(reason, message, Json.object());
  }

  public static ApiError badRequest(String message) {
    return of(Reason.BadRequest, message);
  }

  public static ApiError notFound(ResourceKind kind, String name) {
    String message = kind.groupResource() + " \"" + name + "\" not found";
    return new ApiError(Reason.NotFound, message, details(kind, kind.plural(), name, List.of()));
  }

  public static ApiError alreadyExists(ResourceKind kind, String name) {
    String message = kind.groupResource() + " \"" + name + "\" already exists";
    ObjectNode details = details(kind, kind.plural(), name, List.of());
    return new ApiError(Reason.AlreadyExists, message, details);
  }

  public static ApiError conflict(ResourceKind kind, String name, String why) {
    return new ApiError(
        Reason.Conflict,
        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(kind.groupResource(), name, why),
        details(kind, kind.plural(), name, List.of()));
  }

  public static ApiError ownedByOthers(String message, List<Cause> causes) {
    ObjectNode details = Json.object();
    details.set("causes", causes(causes));
    return new ApiError(Reason.Conflict, message, details);
  }

  public static ApiError forbidden(ResourceKind kind, String name, String why) {
    String message = kind.groupResource() + " \"" + name + "\" is forbidden: " + why;
    return new ApiError(Reason.Forbidden, message, details(kind, kind.plural(), name, List.of()));
  }

  public static ApiError invalid(ResourceKind kind, String name, List<Cause> causes) {
    List<String> words = causes.stream().map(c -> c.field() + ": " + c.message()).toList();
    String all = words.size() == 1 ? words.getFirst() : "[" + String.join(", ", words) + "]";
    String qualified = kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
    return new ApiError(
        Reason.Invalid,
        qualified + " \"" + name + "\" is invalid: " + all,
        details(kind, kind.kind(), name, causes));
  }

  private static ObjectNode details(
      ResourceKind kind, String kindName, String name, List<Cause> causes) {
    ObjectNode details = Json.object().put("name", name);
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    details.put("kind", kindName);
    if (!causes.isEmpty()) {
      details.set("causes", causes(causes));
    }
    return details;
  }

  private static ArrayNode causes(List<Cause> causes) {
    ArrayNode array = Json.array();
    for (Cause cause : causes) {
      array
          .addObject()
          .put("reason", cause.reason())
          .put("message", cause.message())
          .put("field", cause.field());
    }
    return array;
  }

  public int code() {
    return reason.code;
  }

  public Reason reason() {
    return reason;
  }

  /** This refusal as the {@code Status} object that clients read. */
  public ObjectNode status() {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage());
    if (reason != Reason.Unknown) {
      status.put("reason", reason.name());
    }
    if (!details.isEmpty()) {
      status.set("details", details);
    }
    return status.put("code", reason.code);
  }
}
