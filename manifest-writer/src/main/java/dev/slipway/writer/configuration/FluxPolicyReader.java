package dev.slipway.writer.configuration;

import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.policy.TagChooser;
import org.jspecify.annotations.Nullable;

/** Reads the {@code spec} of Flux's ImagePolicy (image.toolkit.fluxcd.io/v1). */
final class FluxPolicyReader {
  private FluxPolicyReader() {}

  static PolicyReader.Wanted read(Section spec) {
    TagFilter filter = filter(spec.section("filterTags"));
    Section policy = spec.section("policy");
    TagPolicy kind = policy == null ? null : kind(policy);
    if (kind == null) {
      spec.complain("policy", "expected one of semver, alphabetical and numerical");
    } else {
      check(kind, filter, spec);
    }
    return new PolicyReader.Wanted(kind, filter, null);
  }

  private static void check(TagPolicy kind, @Nullable TagFilter filter, Section spec) {
    try {
      TagChooser.of(kind, filter);
    } catch (IllegalArgumentException e) {
      spec.complain("policy", String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable TagPolicy kind(Section policy) {
    Section semver = policy.section("semver");
    if (semver != null) {
      return semver.required("range", TagPolicy.Semver::new);
    }
    Section alphabetical = policy.section("alphabetical");
    if (alphabetical != null) {
      return new TagPolicy.Alphabetical(order(alphabetical));
    }
    Section numerical = policy.section("numerical");
    return numerical == null ? null : new TagPolicy.Numerical(order(numerical));
  }

  /** Ascending is Flux's default. */
  private static TagPolicy.Order order(Section section) {
    return "desc".equals(section.optional("order"))
        ? TagPolicy.Order.DESCENDING
        : TagPolicy.Order.ASCENDING;
  }

  private static @Nullable TagFilter filter(@Nullable Section section) {
    String pattern = section == null ? null : section.optional("pattern");
    return section == null || pattern == null || pattern.isBlank()
        ? null
        : new TagFilter(pattern, section.optional("extract"));
  }
}
