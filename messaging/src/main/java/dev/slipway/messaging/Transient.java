package dev.slipway.messaging;

/**
 * Marks an exception that trying again later may cure: a time-out, a 429, a 5xx, a lost race, an
 * outage of hours. Work that ends with one is tried again for ever, with backoff, and never
 * dead-letters.
 */
public interface Transient {

  /** What is away: one outage, one line when it begins and one when it ends. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
