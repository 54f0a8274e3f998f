package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.objects.Json;
import java.util.Collection;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who owns fields.
 *
 * @param subresource empty for the object itself
 */
public record FieldOwner(
    String manager, Operation operation, String apiVersion, String subresource) {

  /** How the fields were written. */
  public enum Operation {
    Apply,
    Update
  }

  static FieldOwner read(JsonNode entry) {
    return new FieldOwner(
        Json.text(entry, "manager"),
        Json.text(entry, "operation").equals("Apply") ? Operation.Apply : Operation.Update,
        Json.text(entry, "apiVersion"),
        Json.text(entry, "subresource"));
  }

  /** Who this one is among the owners: an applier stays the same across API versions. */
  FieldOwner identity(Collection<FieldOwner> owners) {
    return owners.stream().filter(this::isSameAs).findFirst().orElse(this);
  }

  boolean isSameAs(FieldOwner other) {
    return manager.equals(other.manager)
        && operation == other.operation
        && subresource.equals(other.subresource)
        && (operation == Operation.Apply || apiVersion.equals(other.apiVersion));
  }

  /** As conflict messages show it. */
  String shown() {
    String name = "\"" + manager + "\"";
    String part = subresource.isEmpty() ? name : name + " with subresource \"" + subresource + "\"";
    return operation == Operation.Apply ? part : part + " using " + apiVersion;
  }
}
