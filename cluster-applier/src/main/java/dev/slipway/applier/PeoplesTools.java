package dev.slipway.applier;

import java.util.List;
import java.util.Locale;

/** The field managers of tools with which people change a cluster by hand. */
final class PeoplesTools {
  /**
   * Mozilla is a web dashboard's browser; node-fetch is Lens; slipway is our own earlier writes.
   */
  private static final List<String> BEGINNINGS =
      List.of(
          "kubectl",
          "oc",
          "k9s",
          "lens",
          "node-fetch",
          "mozilla",
          "dashboard",
          "helm",
          "curl",
          "slipway");

  private PeoplesTools() {}

  static boolean isOne(String manager) {
    String name = manager.toLowerCase(Locale.ROOT);
    return BEGINNINGS.stream()
        .anyMatch(
            tool ->
                name.equals(tool) || name.startsWith(tool + "-") || name.startsWith(tool + "/"));
  }
}
