package dev.slipway.writer.configuration;

import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.PruneLimits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code apply:} of an environment: how its objects are applied. */
final class ApplyRulesReader {
  private ApplyRulesReader() {}

  static @Nullable ApplyRules read(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    section.allow(
        "mode", "force", "recreate", "prune", "drift", "serviceAccount", "clearance", "dependsOn");
    ApplyRules.Mode mode = section.optional("mode", ApplyRulesReader::mode);
    ApplyRules.DriftAnswer drift = section.optional("drift", ApplyRulesReader::drift);
    return new ApplyRules(
        mode == null ? ApplyRules.DEFAULT.mode() : mode,
        section.flag("force", ApplyRules.DEFAULT.force()),
        section.flag("recreate", ApplyRules.DEFAULT.recreate()),
        prune(section.section("prune")),
        drift == null ? ApplyRules.DEFAULT.drift() : drift,
        section.optional("serviceAccount", ApplyRulesReader::serviceAccount),
        section.optional("clearance", ApplyRulesReader::clearance),
        dependencies(section));
  }

  private static ApplyRules.Mode mode(String text) {
    return switch (text) {
      case "apply" -> ApplyRules.Mode.APPLY;
      case "observe" -> ApplyRules.Mode.OBSERVE;
      default ->
          throw new IllegalArgumentException("expected apply or observe, not '" + text + "'");
    };
  }

  private static PruneLimits prune(@Nullable Section section) {
    if (section == null) {
      return PruneLimits.DEFAULT;
    }
    section.allow("atMost", "namespaces", "claims");
    Integer atMost = section.optional("atMost", ApplyRulesReader::percent);
    return new PruneLimits(
        atMost == null ? PruneLimits.DEFAULT.atMostPercent() : atMost,
        section.flag("namespaces", PruneLimits.DEFAULT.namespaces()),
        section.flag("claims", PruneLimits.DEFAULT.claims()));
  }

  private static String serviceAccount(String text) {
    if (!text.matches("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")) {
      throw new IllegalArgumentException(
          "expected the name of a service account in the environment's namespace, not '"
              + text
              + "'");
    }
    return text;
  }

  private static ApplyRules.DriftAnswer drift(String text) {
    return switch (text) {
      case "correct" -> ApplyRules.DriftAnswer.CORRECT;
      case "report" -> ApplyRules.DriftAnswer.REPORT;
      default ->
          throw new IllegalArgumentException("expected correct or report, not '" + text + "'");
    };
  }

  private static ApplyRules.ClearanceNeed clearance(String text) {
    return switch (text) {
      case "always" -> ApplyRules.ClearanceNeed.ALWAYS;
      case "podsOnly" -> ApplyRules.ClearanceNeed.PODS_ONLY;
      default ->
          throw new IllegalArgumentException("expected always or podsOnly, not '" + text + "'");
    };
  }

  private static @Nullable List<EnvironmentName> dependencies(Section section) {
    if (!section.has("dependsOn")) {
      return null;
    }
    List<EnvironmentName> names = new ArrayList<>();
    for (String text : section.texts("dependsOn")) {
      try {
        names.add(EnvironmentName.parse(text));
      } catch (IllegalArgumentException e) {
        section.complain("dependsOn", String.valueOf(e.getMessage()));
      }
    }
    return names;
  }

  private static Integer percent(String text) {
    if (!text.matches("(?:100|\\d{1,2})%")) {
      throw new IllegalArgumentException("expected a share such as 50%, not '" + text + "'");
    }
    return Integer.valueOf(text.substring(0, text.length() - 1));
  }
}
