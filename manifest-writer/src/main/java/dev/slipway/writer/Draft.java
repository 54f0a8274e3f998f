package dev.slipway.writer;

import java.util.Map;

/**
 * A commit to be made.
 *
 * @param files new contents by path
 * @param message whole, with trailers
 */
public record Draft(Map<String, byte[]> files, String message) {
  public Draft {
    files = Map.copyOf(files);
  }
}
