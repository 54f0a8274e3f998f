package dev.slipway.writer.configuration;

import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.PruneLimits;
import org.jspecify.annotations.Nullable;

/** Reads {@code apply:} of an environment: how its objects are applied. */
final class ApplyRulesReader {
  private ApplyRulesReader() {}

  static @Nullable ApplyRules read(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    section.allow("mode", "force", "recreate", "prune", "drift", "serviceAccount");
    section.notYet("recreate");
    section.notYet("drift");
    section.notYet("serviceAccount");
    ApplyRules.Mode mode = section.optional("mode", ApplyRulesReader::mode);
    return new ApplyRules(
        mode == null ? ApplyRules.DEFAULT.mode() : mode,
        section.flag("force", ApplyRules.DEFAULT.force()),
        ApplyRules.DEFAULT.recreate(),
        prune(section.section("prune")),
        ApplyRules.DEFAULT.drift(),
        ApplyRules.DEFAULT.serviceAccount());
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

  private static Integer percent(String text) {
    if (!text.matches("(?:100|\\d{1,2})%")) {
      throw new IllegalArgumentException("expected a share such as 50%, not '" + text + "'");
    }
    return Integer.valueOf(text.substring(0, text.length() - 1));
  }
}
