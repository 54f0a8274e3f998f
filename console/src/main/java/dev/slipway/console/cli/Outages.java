package dev.slipway.console.cli;

import tools.jackson.databind.JsonNode;

/** What does not answer, in words. */
final class Outages {
  private static final int LONGEST = 160;

  private Outages() {}

  /** {@code cluster eu does not answer since 21:40 (connection refused)}. */
  static String words(JsonNode away) {
    String problem = away.path("problem").asString("");
    return away.path("place").asString("")
        + " does not answer since "
        + Times.minute(away.path("since").asString(""))
        + " ("
        + (problem.length() > LONGEST ? problem.substring(0, LONGEST) + "..." : problem)
        + ")";
  }
}
