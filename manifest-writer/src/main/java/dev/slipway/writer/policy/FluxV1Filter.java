package dev.slipway.writer.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.events.value.Tag;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Which tags an annotation of Flux v1 takes: {@code glob:main-*}, {@code semver:~1.2}, {@code
 * regex:^v\d+$} or {@code regexp:}; without a prefix it is a glob, whose only sign is {@code *}
 * (Flux v1, "Automated deployment of new container images").
 */
public final class FluxV1Filter {
  private FluxV1Filter() {}

  /** A filter that cannot be read takes nothing. */
  public static boolean accepts(String filter, Tag tag) {
    String text = filter.strip();
    try {
      if (text.startsWith("semver:")) {
        return SemanticVersion.tryParse(tag.value())
            .map(VersionRange.parse(text.substring("semver:".length()).strip())::membership)
            .filter(VersionRange.Membership.INSIDE::equals)
            .isPresent();
      }
      if (text.startsWith("regex:") || text.startsWith("regexp:")) {
        String pattern = text.substring(text.indexOf(':') + 1).strip();
        return Pattern.compile(pattern).matcher(tag.value()).find();
      }
    } catch (PatternSyntaxException | IllegalArgumentException unreadable) {
      return false;
    }
    return glob(text.startsWith("glob:") ? text.substring("glob:".length()).strip() : text)
        .matches(tag.value());
  }

  private static Pattern glob(String text) {
    return Pattern.compile(
        Arrays.stream(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }
}
