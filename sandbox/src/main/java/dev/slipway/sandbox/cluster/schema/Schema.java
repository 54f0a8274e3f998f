package dev.slipway.sandbox.cluster.schema;

import dev.slipway.sandbox.cluster.objects.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The type of one value: OpenAPI with Kubernetes' extensions, references followed as needed. */
public final class Schema {
  private static final String REFERENCE = "$ref";
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private final Map<String, JsonNode> definitions;
  private final JsonNode site;
  private final JsonNode type;

  Schema(Map<String, JsonNode> definitions, JsonNode site) {
    this.definitions = definitions;
    this.site = site;
    this.type = follow(definitions, site);
  }

  /** The schema of values about which nothing is known: maps merge, lists are replaced. */
  public static Schema unknown() {
    return new Schema(Map.of(), Json.object());
  }

  private static JsonNode follow(Map<String, JsonNode> definitions, JsonNode site) {
    JsonNode reference = site.get(REFERENCE);
    if (reference == null || !reference.isString()) {
      return site;
    }
    String name = reference.asString();
    return definitions.getOrDefault(name.substring(name.lastIndexOf('/') + 1), Json.object());
  }

  /** Whether the kind names this field itself, unlike a key of a map. */
  public boolean names(String field) {
    return Json.has(type, "properties", field);
  }

  /** The field's schema; empty when the kind has no such field. */
  public Optional<Schema> field(String name) {
    JsonNode property = Json.at(type, "properties", name);
    if (property.isObject()) {
      return Optional.of(new Schema(definitions, property));
    }
    JsonNode additional = Json.at(type, "additionalProperties");
    if (additional.isObject()) {
      return Optional.of(new Schema(definitions, additional));
    }
    return additional.asBoolean(false) || isOpen() ? Optional.of(unknown()) : Optional.empty();
  }

  /** The field's schema, or the unknown one. */
  public Schema fieldOrUnknown(String name) {
    return field(name).orElseGet(Schema::unknown);
  }

  public Schema items() {
    JsonNode items = Json.at(type, "items");
    return items.isObject() ? new Schema(definitions, items) : unknown();
  }

  private boolean isOpen() {
    return Json.flag(type, PRESERVE)
        || Json.flag(site, PRESERVE)
        || (!Json.has(type, "properties") && !Json.has(type, "additionalProperties"));
  }

  public boolean isAtomicMap() {
    return extension("x-kubernetes-map-type").equals("atomic");
  }

  public boolean isKeyedList() {
    return extension("x-kubernetes-list-type").equals("map");
  }

  public boolean isSetList() {
    return extension("x-kubernetes-list-type").equals("set");
  }

  public boolean isAtomicList() {
    return !isKeyedList() && !isSetList();
  }

  public List<String> listKeys() {
    JsonNode keys = site.get("x-kubernetes-list-map-keys");
    return keys == null ? List.of() : keys.valueStream().map(JsonNode::asString).toList();
  }

  /** How a strategic merge patch tells this list's items apart; empty when it replaces the list. */
  public Optional<String> patchMergeKey() {
    boolean merges = extension("x-kubernetes-patch-strategy").contains("merge");
    String key = extension("x-kubernetes-patch-merge-key");
    return merges && !key.isEmpty() ? Optional.of(key) : Optional.empty();
  }

  /** Whether a strategic merge patch merges this list of plain values. */
  public boolean patchMergesValues() {
    return extension("x-kubernetes-patch-strategy").contains("merge") && patchMergeKey().isEmpty();
  }

  public Optional<JsonNode> defaultValue() {
    return Optional.ofNullable(site.get("default"));
  }

  public List<String> required() {
    return Json.at(type, "required").valueStream().map(JsonNode::asString).toList();
  }

  /** {@code object}, {@code array}, {@code string}, ..., or empty when several are allowed. */
  public String type() {
    return Json.text(type, "type");
  }

  public Iterable<Map.Entry<String, JsonNode>> properties() {
    return Json.at(type, "properties").properties();
  }

  private String extension(String name) {
    String here = Json.text(site, name);
    return here.isEmpty() ? Json.text(type, name) : here;
  }
}
