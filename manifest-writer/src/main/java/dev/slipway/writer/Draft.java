package dev.slipway.writer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A commit to be made.
 *
 * @param files new contents by path
 * @param message whole, with trailers
 * @param author absent: as the writer's settings say
 */
public record Draft(Map<String, byte[]> files, String message, @Nullable Author author) {

  /**
   * Whom a commit is from.
   *
   * @param email absent: that of the writer's settings
   */
  public record Author(String name, @Nullable String email) {}

  /** A commit from whom the writer's settings name. */
  public Draft(Map<String, byte[]> files, String message) {
    this(files, message, null);
  }

  public Draft {
    files = Map.copyOf(files);
  }
}
