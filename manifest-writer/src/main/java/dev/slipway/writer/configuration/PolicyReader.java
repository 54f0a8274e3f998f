package dev.slipway.writer.configuration;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.writer.policy.TagChooser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code policy:}: one kind, with a filter and a branch that apply to each. */
public final class PolicyReader {
  private static final List<String> KINDS =
      List.of(
          "timestamp", "semver", "release", "numerical", "alphabetical", "digest", "newest-build");

  /** What a policy says; a kind is absent where only the filter or branch is given. */
  public record Wanted(
      @Nullable TagPolicy kind, @Nullable TagFilter filter, @Nullable GitBranch branch) {}

  private PolicyReader() {}

  static Wanted read(Section section) {
    List<String> known = new ArrayList<>(KINDS);
    known.addAll(List.of("filter", "fromBranch"));
    section.allow(known.toArray(String[]::new));
    List<String> kinds = KINDS.stream().filter(section::has).toList();
    if (kinds.size() > 1) {
      section.complain(
          kinds.get(1),
          "one policy has one kind, but both "
              + kinds.get(0)
              + " and "
              + kinds.get(1)
              + " are given");
    }
    Wanted wanted =
        new Wanted(
            kinds.isEmpty() ? null : kind(section, kinds.get(0)),
            filter(section.section("filter")),
            section.optional("fromBranch", GitBranch::parse));
    checkThatItCanChoose(wanted, section, kinds);
    return wanted;
  }

  /** A range, pattern or format that is none would otherwise fail at every new tag. */
  private static void checkThatItCanChoose(Wanted wanted, Section section, List<String> kinds) {
    TagPolicy kind =
        wanted.kind() == null
            ? new TagPolicy.Alphabetical(TagPolicy.Order.ASCENDING)
            : wanted.kind();
    try {
      TagChooser.of(kind, wanted.filter());
    } catch (IllegalArgumentException e) {
      section.complain(kinds.isEmpty() ? "filter" : kinds.get(0), String.valueOf(e.getMessage()));
    }
  }

  private static @Nullable TagPolicy kind(Section section, String kind) {
    return switch (kind) {
      case "timestamp" -> timestamp(section.section("timestamp"));
      case "semver" -> section.required("semver", TagPolicy.Semver::new);
      case "release" -> section.flag("release", true) ? new TagPolicy.Release() : null;
      case "numerical" -> section.required("numerical", o -> new TagPolicy.Numerical(order(o)));
      case "alphabetical" ->
          section.required("alphabetical", o -> new TagPolicy.Alphabetical(order(o)));
      case "digest" -> section.required("digest", t -> new TagPolicy.MovingDigest(Tag.parse(t)));
      case "newest-build" ->
          section.flag("newest-build", true) ? new TagPolicy.NewestBuild() : null;
      default -> throw new IllegalStateException(kind);
    };
  }

  private static @Nullable TagPolicy timestamp(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    section.allow("pattern", "format");
    String pattern = section.required("pattern");
    String format = section.required("format");
    return pattern == null || format == null ? null : new TagPolicy.Timestamp(pattern, format);
  }

  private static @Nullable TagFilter filter(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    section.allow("pattern", "extract");
    String pattern = section.required("pattern");
    return pattern == null ? null : new TagFilter(pattern, section.optional("extract"));
  }

  private static TagPolicy.Order order(String text) {
    return switch (text) {
      case "asc", "true" -> TagPolicy.Order.ASCENDING;
      case "desc" -> TagPolicy.Order.DESCENDING;
      default -> throw new IllegalArgumentException("expected asc or desc, not '" + text + "'");
    };
  }
}
