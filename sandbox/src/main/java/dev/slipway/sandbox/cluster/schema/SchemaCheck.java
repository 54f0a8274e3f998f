package dev.slipway.sandbox.cluster.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds an object against its schema, and takes out what the kind does not have. */
public final class SchemaCheck {
  /** A value of the wrong type. */
  public record Mismatch(String path, String expected, String actual) {}

  private final List<String> unknown = new ArrayList<>();
  private final List<Mismatch> mismatches = new ArrayList<>();

  /** Removes unknown fields from the object itself and remembers them; nulls go silently. */
  public static SchemaCheck prune(ObjectNode object, Schema schema) {
    SchemaCheck check = new SchemaCheck();
    check.visit(object, schema, "");
    return check;
  }

  /** Paths of the fields that were removed: {@code spec.template.foo}. */
  public List<String> unknownFields() {
    return unknown;
  }

  public List<Mismatch> mismatches() {
    return mismatches;
  }

  private void visit(JsonNode value, Schema schema, String path) {
    switch (value) {
      case ObjectNode object -> visitObject(object, schema, path);
      case ArrayNode array -> visitArray(array, schema, path);
      default -> checkScalar(value, schema, path);
    }
  }

  private void visitObject(ObjectNode object, Schema schema, String path) {
    if (!expect("object", schema, path, "object")) {
      return;
    }
    for (String name : List.copyOf(object.propertyNames())) {
      String at = path.isEmpty() ? name : path + "." + name;
      if (object.get(name).isNull()) {
        object.remove(name);
        continue;
      }
      Optional<Schema> field = schema.field(name);
      if (field.isPresent()) {
        visit(object.get(name), field.get(), at);
      } else {
        unknown.add(at);
        object.remove(name);
      }
    }
  }

  private void visitArray(ArrayNode array, Schema schema, String path) {
    if (expect("array", schema, path, "array")) {
      Schema items = schema.items();
      for (int i = 0; i < array.size(); i++) {
        visit(array.get(i), items, path + "[" + i + "]");
      }
    }
  }

  private void checkScalar(JsonNode value, Schema schema, String path) {
    if (value.isString()) {
      expect("string", schema, path, "string");
    } else if (value.isBoolean()) {
      expect("boolean", schema, path, "bool");
    } else if (value.isNumber() && !schema.type().equals("number")) {
      expect("integer", schema, path, "number");
    }
  }

  private boolean expect(String type, Schema schema, String path, String actual) {
    String expected = schema.type();
    if (expected.isEmpty() || expected.equals(type)) {
      return true;
    }
    mismatches.add(new Mismatch(path, expected, actual));
    return false;
  }
}
