package dev.slipway.writer.edit;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageRepository;
import java.util.Optional;

/**
 * Whether a value can hold what a target asks for. A marker for {@code name:tag} on a tag field, or
 * the other way round, would write what no cluster can pull.
 */
final class PartRules {
  private PartRules() {}

  /** Why not, or empty. The refusal has no line yet. */
  static Optional<Refusal> problem(Target target, Part part, String key, String old) {
    FieldRole role = FieldRole.of(key);
    String field = key.isEmpty() ? "the value" : "'" + key + "'";
    boolean holdsReference = PartText.namesRepository(old);
    return switch (part) {
      case REFERENCE ->
          (role == FieldRole.TAG || role == FieldRole.DIGEST) && !holdsReference
              ? reference(target, field, role)
              : Optional.empty();
      case TAG ->
          role != FieldRole.TAG && isMoreThanATag(role, old)
              ? part(target, part, field, old)
              : Optional.empty();
      case NAME ->
          role == FieldRole.TAG || role == FieldRole.DIGEST || PartText.namesVersion(old)
              ? part(target, part, field, old)
              : Optional.empty();
      case DIGEST ->
          holdsReference || (role == FieldRole.TAG && !old.isEmpty() && !Digest.isValid(old))
              ? part(target, part, field, old)
              : Optional.empty();
    };
  }

  /**
   * A tag in its place would be what no cluster can pull. A branch's name is no reason to refuse.
   */
  private static boolean isMoreThanATag(FieldRole role, String old) {
    boolean namesImage =
        (role == FieldRole.REFERENCE || role == FieldRole.NAME) && PartText.namesRepository(old);
    return PartText.namesVersion(old) || namesImage || Digest.isValid(old) || old.contains("://");
  }

  private static Optional<Refusal> reference(Target target, String field, FieldRole role) {
    String part = role == FieldRole.TAG ? "tag" : "digest";
    return Optional.of(
        new Refusal(
            RefusalReason.REFERENCE_MARKER_ON_PART,
            0,
            switch (target) {
              case Target.Marked(PolicyName policy, _) ->
                  "the marker "
                      + policy
                      + " sets a whole reference (name:tag), but "
                      + field
                      + " holds a "
                      + part
                      + " alone; write {\"$imagepolicy\": \""
                      + policy
                      + ":"
                      + part
                      + "\"}";
              case Target.Naming(_, ImageRepository repository, _) ->
                  field + " names " + repository;
              case Target.AtPath(_, YamlPath path, _) ->
                  "the target '"
                      + path
                      + "' sets a whole reference (name:tag), but "
                      + field
                      + " holds a "
                      + part
                      + " alone; write part: "
                      + part;
            }));
  }

  private static Optional<Refusal> part(Target target, Part part, String field, String old) {
    return Optional.of(
        new Refusal(
            RefusalReason.PART_MARKER_ON_REFERENCE,
            0,
            switch (target) {
              case Target.Marked(PolicyName policy, _) ->
                  "the marker "
                      + policy
                      + ":"
                      + part
                      + " sets a "
                      + part
                      + " alone, but "
                      + field
                      + " holds '"
                      + old
                      + "'; mark the field that holds the "
                      + part
                      + ", or drop ':"
                      + part
                      + "' from a marker on name:tag";
              case Target.Naming(_, ImageRepository repository, _) ->
                  field + " stands beside " + repository + ", but holds '" + old + "'";
              case Target.AtPath(_, YamlPath path, _) ->
                  "the target '"
                      + path
                      + "' sets a "
                      + part
                      + " alone, but "
                      + field
                      + " holds '"
                      + old
                      + "'; name the field that holds the "
                      + part
                      + ", or write part: reference";
            }));
  }
}
