package dev.slipway.applier.kubernetes;

import dev.slipway.applier.ApplierException;
import dev.slipway.applier.FieldConflict;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.object.Fields;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the server's refusals mean to us. */
final class ApiErrors {
  private static final int SHOWN_CAUSES = 5;

  /** What the store does not take comes as status 500 as well. */
  private static final Pattern TOO_LARGE =
      Pattern.compile("request is too large|message larger than max");

  /** The API server has no reason of its own for these; each kind has other words. */
  private static final Pattern IMMUTABLE =
      Pattern.compile(
          "(?i)immutable|may not change once set|cannot change roleRef"
              + "|updates to statefulset spec for fields other than");

  private static final Pattern OWNER =
      Pattern.compile("conflict with \"([^\"]*)\"(?: with subresource \"([^\"]*)\")?");

  private ApiErrors() {}

  /**
   * The exception for an answer that is no success.
   *
   * @param what was tried, on which object: {@code Deployment/web in acme cannot be applied}
   */
  static ApplierException translate(String what, ApiRequests.Answer answer) {
    Map<String, Object> status = answer.json();
    String message = Fields.text(status, "message").orElse("HTTP status " + answer.status());
    return switch (answer.status()) {
      case 401 ->
          away(what + ": the server does not accept our credentials (any more): " + message);
      case 403 -> forbidden(what, message, status);
      case 404 -> absent(what, message, status);
      case 409 -> conflict(what, message, status);
      case 422 -> invalid(what, message, status);
      case 429 ->
          away(what + (isStarting(message) ? ": " : ": the server is overloaded: ") + message);
      default ->
          answer.status() >= 500 && !isBadObject(message)
              ? away(what + ": " + message)
              : new RefusedException(RolloutFailure.REJECTED, what + ": " + message);
    };
  }

  private static RefusedException invalid(String what, String message, Map<String, Object> status) {
    List<String> fields =
        causes(status).stream()
            .filter(cause -> IMMUTABLE.matcher(text(cause, "message")).find())
            .map(cause -> text(cause, "field"))
            .distinct()
            .toList();
    return fields.isEmpty()
        ? new RefusedException(RolloutFailure.REJECTED, what + ": " + message)
        : new RefusedException(
            RolloutFailure.IMMUTABLE,
            "%s: %s cannot be changed once the object is there (%s). Delete the object by hand, or let it be deleted and made anew with 'apply: {recreate: true}' in slipway.yaml"
                .formatted(what, String.join(", ", fields), message),
            List.of());
  }

  /** A kind that it has just taken up, or cannot read what is stored of: it has no other status. */
  private static boolean isStarting(String message) {
    return message.startsWith("storage is (re)initializing");
  }

  /**
   * A field that the schema does not have, and an object that is too large, comes as status 500,
   * though no retry can help.
   */
  private static boolean isBadObject(String message) {
    return message.startsWith("failed to create typed")
        || message.contains("in schema")
        || TOO_LARGE.matcher(message).find();
  }

  /** Both a missing permission and an admission plugin's refusal come as 403. */
  private static ApplierException forbidden(
      String what, String message, Map<String, Object> status) {
    if (causes(status).stream().anyMatch(c -> text(c, "reason").equals("NamespaceTerminating"))) {
      return away(what + ": " + message);
    }
    boolean permission = message.contains("User \"") && message.contains(" cannot ");
    return new RefusedException(
        permission ? RolloutFailure.FORBIDDEN : RolloutFailure.REJECTED, what + ": " + message);
  }

  private static ApplierException absent(String what, String message, Map<String, Object> status) {
    boolean unknownPath = Fields.map(status, "details").get("kind") == null;
    return unknownPath
        ? new RefusedException(
            RolloutFailure.UNKNOWN_KIND, what + ": the cluster does not know its kind")
        : new RefusedException(RolloutFailure.REJECTED, what + ": " + message);
  }

  private static ApplierException conflict(
      String what, String message, Map<String, Object> status) {
    List<Map<String, Object>> owners =
        causes(status).stream()
            .filter(cause -> text(cause, "reason").equals("FieldManagerConflict"))
            .toList();
    if (owners.isEmpty()) {
      return new UnavailableException(UnavailableException.Reason.LOST_RACE, what + ": " + message);
    }
    String fields =
        owners.stream()
            .limit(SHOWN_CAUSES)
            .map(
                cause ->
                    text(cause, "field").replaceFirst("^\\.", "")
                        + " ("
                        + text(cause, "message").replaceFirst("^conflict with ", "")
                        + ")")
            .collect(Collectors.joining(", "));
    String more =
        owners.size() > SHOWN_CAUSES ? " and " + (owners.size() - SHOWN_CAUSES) + " more" : "";
    return new RefusedException(
        RolloutFailure.CONFLICT,
        "%s: other field managers own %s%s. Take them over once with 'slipway adopt', always with"
                .formatted(what, fields, more)
            + " 'apply: {force: true}' in slipway.yaml, or take the fields out of the file",
        owners.stream().map(ApiErrors::conflict).toList());
  }

  private static FieldConflict conflict(Map<String, Object> cause) {
    Matcher owner = OWNER.matcher(text(cause, "message"));
    return owner.find()
        ? new FieldConflict(text(cause, "field"), owner.group(1), owner.group(2))
        : new FieldConflict(text(cause, "field"), text(cause, "message"), null);
  }

  private static UnavailableException away(String message) {
    return new UnavailableException(UnavailableException.Reason.CLUSTER_UNAVAILABLE, message);
  }

  private static List<Map<String, Object>> causes(Map<String, Object> status) {
    return Fields.list(status, "details", "causes");
  }

  private static String text(Map<String, Object> cause, String field) {
    return Fields.text(cause, field).orElse("");
  }
}
