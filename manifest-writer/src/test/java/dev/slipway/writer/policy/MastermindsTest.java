package dev.slipway.writer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What Masterminds/semver 3.5.0 itself says of six thousand random pairs of range and tag; the
 * resource was made by running it. Tags are read strictly and with or without a {@code v}, as Flux
 * does.
 */
class MastermindsTest {
  private static final String PAIRS = "/semver/masterminds-3.5.0.tsv";

  private static final Pattern BARS_BESIDE_A_HYPHEN =
      Pattern.compile("[^\\s|]\\|\\|\\S+\\s+-\\s|\\s-\\s+\\S+\\|\\|\\S");
  private static final Pattern TWENTY_DIGITS = Pattern.compile("^\\d{20}");

  @Test
  void rangesMeanWhatTheyMeanToMasterminds() {
    List<String> lines = lines();
    List<String> differences = new ArrayList<>();
    for (String line : lines) {
      String[] pair = line.split("\t", -1);
      String ours = membership(pair[0], pair[1]);
      String theirs = pair[2].startsWith("loose") ? "no-version" : pair[2];
      if (!ours.equals(theirs) && !isKnown(pair[0], pair[1], theirs)) {
        differences.add(
            "'%s' of '%s': %s, and Masterminds says %s".formatted(pair[1], pair[0], ours, pair[2]));
      }
    }
    assertThat(lines).hasSize(6000);
    assertThat(differences).isEmpty();
  }

  /**
   * On purpose: Masterminds takes the bars of {@code 1||2 - 3} for a part of a number and refuses
   * the range; and its numbers end at 64 bits.
   */
  private static boolean isKnown(String range, String tag, String theirs) {
    return (theirs.equals("no-range") && BARS_BESIDE_A_HYPHEN.matcher(range).find())
        || (theirs.equals("no-version") && TWENTY_DIGITS.matcher(tag).find());
  }

  private static String membership(String range, String tag) {
    VersionRange parsed;
    try {
      parsed = VersionRange.parse(range);
    } catch (IllegalArgumentException notARange) {
      return "no-range";
    }
    Optional<SemanticVersion> version = SemanticVersion.tryParse(tag);
    if (version.isEmpty()) {
      return "no-version";
    }
    return parsed.membership(version.get()) == VersionRange.Membership.INSIDE ? "yes" : "no";
  }

  private static List<String> lines() {
    try (InputStream pairs = MastermindsTest.class.getResourceAsStream(PAIRS)) {
      byte[] bytes = Objects.requireNonNull(pairs, PAIRS).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
