package dev.slipway.bench.faults;

import java.util.List;

/**
 * One question, asked from outside.
 *
 * @param claim what should hold
 * @param counted what was looked at, in words
 * @param violations where it does not hold; empty where it does
 */
record Check(String claim, String counted, List<String> violations) {
  Check {
    violations = List.copyOf(violations);
  }

  boolean holds() {
    return violations.isEmpty();
  }
}
