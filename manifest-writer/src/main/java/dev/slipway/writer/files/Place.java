package dev.slipway.writer.files;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.FluxV1Rule;
import dev.slipway.writer.edit.Part;
import dev.slipway.writer.edit.Target;
import dev.slipway.writer.policy.FluxV1Filter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value in an environment's files that says which version of an image runs.
 *
 * @param image the image's name in {@code slipway.yaml}
 * @param value as YAML reads it
 * @param entry equal for places of one file that name one image together; 0 where a marker or a
 *     configured target says it
 * @param rule what annotations of Flux v1 say of it
 */
public record Place(
    FileName file,
    int line,
    String image,
    Target target,
    Part part,
    String value,
    int entry,
    @Nullable FluxV1Rule rule) {

  /** Whether annotations of Flux v1 let this tag come by itself. */
  public boolean takes(Tag tag) {
    return rule == null
        || (rule.automated()
            && (rule.filter().isEmpty() || FluxV1Filter.accepts(rule.filter(), tag)));
  }

  /** The tag that it holds, where it holds one. */
  public Optional<Tag> tag() {
    return switch (part) {
      case TAG -> Tag.isValid(tagText()) ? Optional.of(Tag.parse(tagText())) : Optional.empty();
      case REFERENCE ->
          ImageReference.tryParse(value).flatMap(found -> Optional.ofNullable(found.tag()));
      case NAME, DIGEST -> Optional.empty();
    };
  }

  /** The digest that it holds, where it holds one. */
  public Optional<Digest> digest() {
    return switch (part) {
      case DIGEST -> Digest.isValid(value) ? Optional.of(Digest.parse(value)) : Optional.empty();
      case REFERENCE ->
          ImageReference.tryParse(value).flatMap(found -> Optional.ofNullable(found.digest()));
      case TAG ->
          Digest.isValid(digestText()) ? Optional.of(Digest.parse(digestText())) : Optional.empty();
      case NAME -> Optional.empty();
    };
  }

  /** A tag's field may hold {@code 1.4.2@sha256:...}. */
  private String tagText() {
    int at = value.indexOf('@');
    return at < 0 ? value : value.substring(0, at);
  }

  private String digestText() {
    return value.substring(value.indexOf('@') + 1);
  }

  public boolean holdsVersion() {
    return part == Part.TAG || part == Part.REFERENCE;
  }

  public boolean canHoldDigest() {
    return part == Part.DIGEST || part == Part.REFERENCE;
  }
}
