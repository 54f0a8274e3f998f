package dev.slipway.sandbox.cluster.admission;

import java.util.function.Consumer;

/**
 * How a write was asked for.
 *
 * @param manager who owns the fields
 * @param subresource {@code status}, {@code scale} or empty
 * @param dryRun answers as if, and stores nothing
 * @param validation what becomes of unknown fields
 * @param force takes fields from their owners; for apply only
 * @param warnings is told what the client should know
 */
public record WriteOptions(
    String manager,
    String subresource,
    boolean dryRun,
    FieldValidation validation,
    boolean force,
    Consumer<String> warnings) {

  /** The values of the query parameter of this name. */
  public enum FieldValidation {
    Ignore,
    Warn,
    Strict
  }

  public static WriteOptions by(String manager, String subresource) {
    return new WriteOptions(
        manager, subresource, false, FieldValidation.Ignore, false, warning -> {});
  }

  boolean isStatus() {
    return subresource.equals("status");
  }
}
