package dev.slipway.writer.configuration;

import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.policy.TagChooser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code spec} of Flux's ImagePolicy (image.toolkit.fluxcd.io/v1). */
public final class FluxPolicyReader {
  private static final List<String> KINDS = List.of("semver", "alphabetical", "numerical");

  private FluxPolicyReader() {}

  /** What the spec says; without a kind where that is broken. */
  public static PolicyReader.Wanted read(Section spec) {
    TagFilter filter = filter(spec.section("filterTags"));
    Section policy = spec.section("policy");
    TagPolicy kind = policy == null ? null : kind(policy);
    if (kind == null && (policy == null || KINDS.stream().noneMatch(policy::has))) {
      spec.complain("policy", "expected one of semver, alphabetical and numerical");
    } else if (kind != null) {
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
    List<String> kinds = KINDS.stream().filter(policy::has).toList();
    if (kinds.size() > 1) {
      policy.complain(kinds.get(1), "one policy has one kind, not " + String.join(" and ", kinds));
      return null;
    }
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
    TagPolicy.Order order = section.optional("order", FluxPolicyReader::order);
    return order == null ? TagPolicy.Order.ASCENDING : order;
  }

  private static TagPolicy.Order order(String text) {
    return switch (text) {
      case "asc", "" -> TagPolicy.Order.ASCENDING;
      case "desc" -> TagPolicy.Order.DESCENDING;
      default -> throw new IllegalArgumentException("expected asc or desc, not '" + text + "'");
    };
  }

  private static @Nullable TagFilter filter(@Nullable Section section) {
    String pattern = section == null ? null : section.optional("pattern");
    return section == null || pattern == null || pattern.isBlank()
        ? null
        : new TagFilter(pattern, section.optional("extract"));
  }
}
