package dev.slipway.events.value;

import org.jspecify.annotations.Nullable;

/**
 * A field that differs, with its values for people. The values of a Secret are masked.
 *
 * @param path {@code spec.replicas}
 * @param from absent: the field is new
 * @param to absent: the field goes
 */
public record FieldChange(String path, @Nullable String from, @Nullable String to) {
  public FieldChange {
    Check.notBlank("path", path);
  }
}
