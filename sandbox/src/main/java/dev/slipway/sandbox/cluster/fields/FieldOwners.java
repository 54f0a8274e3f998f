package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.schema.Schema;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who owns which field of one object: its {@code metadata.managedFields}. Never changed. */
public final class FieldOwners {
  private static final String MANAGED_FIELDS = "managedFields";
  private static final List<String> NOBODYS_METADATA =
      List.of(
          "name",
          "namespace",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "selfLink",
          "uid",
          "generation",
          MANAGED_FIELDS,
          "resourceVersion");

  /** What one owner owns, and since when. */
  record Share(FieldSet fields, Optional<String> time) {}

  private final Map<FieldOwner, Share> shares;

  private FieldOwners(Map<FieldOwner, Share> shares) {
    this.shares = shares;
  }

  public static FieldOwners nobody() {
    return new FieldOwners(Map.of());
  }

  public static FieldOwners of(JsonNode object) {
    Map<FieldOwner, Share> shares = new LinkedHashMap<>();
    for (JsonNode entry : Json.at(object, "metadata", MANAGED_FIELDS)) {
      if (Json.text(entry, "operation").isEmpty()) {
        continue;
      }
      FieldSet fields = FieldSet.read(Json.at(entry, "fieldsV1"));
      Optional<String> time = Optional.of(Json.text(entry, "time")).filter(t -> !t.isEmpty());
      shares.put(FieldOwner.read(entry), new Share(fields, time));
    }
    return new FieldOwners(shares);
  }

  Map<FieldOwner, Share> shares() {
    return shares;
  }

  FieldSet of(FieldOwner owner) {
    Share share = shares.get(owner.identity(shares.keySet()));
    return share == null ? new FieldSet() : share.fields();
  }

  FieldSet ofEveryone() {
    FieldSet all = new FieldSet();
    shares.values().forEach(share -> all.fillFrom(share.fields()));
    return all;
  }

  /** Takes fields from everyone. */
  FieldOwners without(FieldSet fields) {
    Map<FieldOwner, Share> left = new LinkedHashMap<>();
    shares.forEach(
        (owner, share) -> keep(left, owner, new Share(share.fields().minus(fields), share.time())));
    return new FieldOwners(left);
  }

  FieldOwners with(FieldOwner owner, FieldSet fields, String now) {
    Map<FieldOwner, Share> result = new LinkedHashMap<>(shares);
    Share before = result.remove(owner.identity(shares.keySet()));
    Optional<String> time =
        before != null && before.fields().equals(fields) ? before.time() : Optional.of(now);
    keep(result, owner, new Share(fields, time));
    return new FieldOwners(result);
  }

  private static void keep(Map<FieldOwner, Share> shares, FieldOwner owner, Share share) {
    if (!share.fields().isEmpty()) {
      shares.put(owner, share);
    }
  }

  /** Who owns what after somebody has changed the object without applying. */
  public FieldOwners afterUpdate(
      JsonNode before, ObjectNode after, Schema schema, FieldOwner owner, String now) {
    FieldWalk.Difference difference = FieldWalk.between(ownable(before), ownable(after), schema);
    if (difference.addedOrModified().isEmpty() && difference.removed().isEmpty()) {
      return this;
    }
    FieldSet changed = difference.addedOrModified();
    FieldSet mine = of(owner).minus(difference.removed()).union(changed);
    return without(changed.union(difference.removed())).with(owner, mine, now);
  }

  /** The object without what belongs to nobody. */
  static ObjectNode ownable(JsonNode object) {
    ObjectNode copy = (ObjectNode) object.deepCopy();
    copy.remove(List.of("apiVersion", "kind"));
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(NOBODYS_METADATA);
      if (metadata.isEmpty()) {
        copy.remove("metadata");
      }
    }
    return copy;
  }

  /** Writes them into an object. */
  public void writeTo(ObjectNode object) {
    ObjectNode metadata = Json.ensure(object, "metadata");
    metadata.remove(MANAGED_FIELDS);
    if (shares.isEmpty()) {
      return;
    }
    ArrayNode entries = metadata.putArray(MANAGED_FIELDS);
    shares.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<FieldOwner, Share> e) -> e.getKey().operation())
                .thenComparing(e -> e.getValue().time().orElse(""))
                .thenComparing(e -> e.getKey().manager()))
        .forEach(e -> entries.add(written(e.getKey(), e.getValue())));
  }

  private static ObjectNode written(FieldOwner owner, Share share) {
    ObjectNode entry =
        Json.object()
            .put("manager", owner.manager())
            .put("operation", owner.operation().name())
            .put("apiVersion", owner.apiVersion());
    share.time().ifPresent(time -> entry.put("time", time));
    entry.put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", share.fields().write());
    if (!owner.subresource().isEmpty()) {
      entry.put("subresource", owner.subresource());
    }
    return entry;
  }
}
