package dev.slipway.bench.faults;

import java.time.Instant;

/**
 * An image that the registry took.
 *
 * @param application its image's name in {@code slipway.yaml}
 * @param at when the registry had answered
 */
record Push(String application, String tag, String digest, Instant at) {
  boolean moves() {
    return application.equals(FaultsRepository.MOVING);
  }

  @Override
  public String toString() {
    return application + ":" + tag + (moves() ? "@" + digest : "");
  }
}
