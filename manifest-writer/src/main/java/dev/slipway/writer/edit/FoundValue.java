package dev.slipway.writer.edit;

import org.jspecify.annotations.Nullable;

/**
 * What a target holds now.
 *
 * @param line from 1
 * @param value as YAML reads it, without quotes
 * @param entry equal for values of one file that name one image together, such as a tag and the
 *     digest beside it; 0 where a marker or a path names the value
 * @param rule what annotations of Flux v1 say of it
 */
public record FoundValue(
    Target target, Part part, int line, String value, int entry, @Nullable FluxV1Rule rule) {

  FoundValue(Target target, Part part, int line, String value, int entry) {
    this(target, part, line, value, entry, null);
  }
}
