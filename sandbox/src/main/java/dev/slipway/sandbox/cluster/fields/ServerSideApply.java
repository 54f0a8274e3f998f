package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.ApiError.Cause;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges what an applier wants into an object, takes out what it no longer wants, and says who owns
 * what.
 *
 * @param live the object as it is; empty when it is to be created
 */
public record ServerSideApply(ObjectNode live, FieldOwners owners, Schema schema) {

  /** The object without its owners, and the owners. */
  public record Applied(ObjectNode object, FieldOwners owners) {}

  /**
   * Applies a configuration.
   *
   * @param wanted fields of the applier, checked against the schema
   * @throws ApiError Conflict when others own fields with other values and force is off
   */
  public Applied apply(ObjectNode wanted, FieldOwner applier, boolean force, String now) {
    FieldSet given = FieldWalk.given(FieldOwners.ownable(wanted), schema);
    FieldSet before = owners.of(applier);
    ObjectNode merged = Merge.merge(live, wanted, schema);
    FieldOwners claimed = owners.with(applier, given, now);
    Merge.prune(merged, before, claimed.ofEveryone(), schema);

    FieldWalk.Difference difference =
        FieldWalk.between(FieldOwners.ownable(live), FieldOwners.ownable(merged), schema);
    Map<FieldOwner, FieldSet> conflicts = conflicts(applier, difference.addedOrModified());
    if (!conflicts.isEmpty() && !force) {
      throw refusal(conflicts);
    }
    FieldSet taken = new FieldSet();
    conflicts.values().forEach(taken::fillFrom);
    FieldOwners after = owners.without(taken.union(difference.removed())).with(applier, given, now);
    return new Applied(merged, after);
  }

  private Map<FieldOwner, FieldSet> conflicts(FieldOwner applier, FieldSet changed) {
    Map<FieldOwner, FieldSet> conflicts = new LinkedHashMap<>();
    owners
        .shares()
        .forEach(
            (owner, share) -> {
              FieldSet both = share.fields().intersection(changed);
              if (!owner.isSameAs(applier) && !both.isEmpty()) {
                conflicts.put(owner, both);
              }
            });
    return conflicts;
  }

  private static ApiError refusal(Map<FieldOwner, FieldSet> conflicts) {
    List<Cause> causes = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    conflicts.forEach(
        (owner, fields) -> {
          words.append("conflicts with ").append(owner.shown()).append(":\n");
          for (String field : fields.shown()) {
            words.append("- ").append(field).append('\n');
            String message = "conflict with " + owner.shown();
            causes.add(new Cause("FieldManagerConflict", message, field));
          }
        });
    if (causes.size() == 1) {
      Cause only = causes.getFirst();
      String message = "Apply failed with 1 conflict: " + only.message() + ": " + only.field();
      return ApiError.ownedByOthers(message, causes);
    }
    String message = "Apply failed with " + causes.size() + " conflicts: " + words;
    return ApiError.ownedByOthers(message.strip(), causes);
  }

  /** An apply to nothing. */
  public static ServerSideApply toNothing(Schema schema) {
    return new ServerSideApply(Json.object(), FieldOwners.nobody(), schema);
  }
}
