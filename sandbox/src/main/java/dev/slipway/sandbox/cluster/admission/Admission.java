package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.admission.WriteOptions.FieldValidation;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.ApiError.Cause;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.schema.Schema;
import dev.slipway.sandbox.cluster.schema.SchemaCheck;
import dev.slipway.sandbox.cluster.schema.SchemaCheck.Mismatch;
import dev.slipway.sandbox.cluster.schema.Schemas;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Turns what a client sends into what may be stored, or refuses it. */
final class Admission {
  private final Schemas schemas;
  private final Allocations allocations;

  Admission(Schemas schemas, Allocations allocations) {
    this.schemas = schemas;
    this.allocations = allocations;
  }

  Schema schemaOf(ResourceKind kind) {
    return schemas.of(kind);
  }

  /** Takes unknown fields out of what a client sent, or refuses them. */
  void checkFields(ResourceKind kind, ObjectNode body, WriteOptions options) {
    SchemaCheck check = SchemaCheck.prune(body, schemas.of(kind));
    if (!check.mismatches().isEmpty()) {
      throw mismatch(kind, body, check.mismatches());
    }
    List<String> unknown = check.unknownFields();
    if (unknown.isEmpty() || options.validation() == FieldValidation.Ignore) {
      return;
    }
    String words =
        unknown.stream().map(f -> "unknown field \"" + f + "\"").collect(Collectors.joining(", "));
    if (options.validation() == FieldValidation.Strict) {
      throw ApiError.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
              .formatted(kind.kind(), kind.version(), kind.kind(), words));
    }
    unknown.forEach(f -> options.warnings().accept("unknown field \"" + f + "\""));
  }

  /** An applied configuration has no field that the kind does not have, whatever was asked. */
  void checkApplied(ResourceKind kind, ObjectNode wanted) {
    SchemaCheck check = SchemaCheck.prune(wanted, schemas.of(kind));
    Stream<String> mismatches =
        check.mismatches().stream()
            .map(m -> "." + m.path() + ": expected " + typeName(m) + ", got " + m.actual());
    Stream<String> unknown =
        check.unknownFields().stream().map(f -> "." + f + ": field not declared in schema");
    Optional<String> problem = Stream.concat(mismatches, unknown).findFirst();
    if (problem.isPresent()) {
      throw ApiError.of(
          ApiError.Reason.Unknown,
          "failed to create typed patch object (%s/%s; %s, Kind=%s): %s"
              .formatted(
                  Json.text(wanted, "metadata", "namespace"),
                  Json.text(wanted, "metadata", "name"),
                  kind.apiVersion(),
                  kind.kind(),
                  problem.get()));
    }
  }

  private static String typeName(Mismatch mismatch) {
    return switch (mismatch.expected()) {
      case "integer", "number" -> "numeric (int or float)";
      case "array" -> "list";
      case "object" -> "map";
      default -> mismatch.expected();
    };
  }

  private static ApiError mismatch(ResourceKind kind, ObjectNode body, List<Mismatch> mismatches) {
    Mismatch first = mismatches.getFirst();
    if (kind.has(ResourceKind.Feature.CUSTOM)) {
      Cause cause =
          new Cause(
              "FieldValueTypeInvalid",
              "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                  .formatted(first.actual(), first.path(), first.expected(), first.actual()),
              first.path());
      return ApiError.invalid(kind, Json.text(body, "metadata", "name"), List.of(cause));
    }
    return ApiError.badRequest(
        ("%s in version \"%s\" cannot be handled as a %s: json: cannot unmarshal %s into Go struct"
                + " field %s.%s of type %s")
            .formatted(
                kind.kind(),
                kind.version(),
                kind.kind(),
                first.actual(),
                kind.kind(),
                first.path(),
                first.expected()));
  }

  /** Fills in defaults and keeps the rules. */
  void complete(ResourceKind kind, ObjectNode object, Optional<ObjectNode> before) {
    Schema schema = schemas.of(kind);
    Defaults.set(kind, object, schema);
    allocations.complete(kind, object, before);
    Validation.check(kind, object, schema);
    SizeLimits.check(kind, object);
    before.ifPresent(live -> Immutability.check(kind, live, object));
  }
}
