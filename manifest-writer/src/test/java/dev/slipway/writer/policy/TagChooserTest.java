package dev.slipway.writer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagFilter;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.events.value.TagPolicy.Order;
import dev.slipway.writer.policy.TagSelection.Loss;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagChooserTest {
  private static final TagPolicy TIMESTAMP =
      new TagPolicy.Timestamp("^(?<ts>\\d{8}-\\d{6})-[0-9a-f]{7}$", "yyyyMMdd-HHmmss");

  @Test
  void choosesTheLatestTimeAndSaysWhyEachOtherLost() {
    TagSelection selection =
        select(
            TIMESTAMP,
            null,
            "20250902-101500-1111111",
            "latest",
            "20250903-153629-8a2ce0f",
            "20250231-000000-2222222");

    assertThat(selection.chosen()).contains(Tag.parse("20250903-153629-8a2ce0f"));
    assertThat(selection.losses())
        .containsExactly(
            new Loss(
                Tag.parse("latest"), "'latest' does not match ^(?<ts>\\d{8}-\\d{6})-[0-9a-f]{7}$"),
            new Loss(
                Tag.parse("20250231-000000-2222222"),
                "'20250231-000000' is no time of the format yyyyMMdd-HHmmss"),
            new Loss(
                Tag.parse("20250902-101500-1111111"),
                "2025-09-02T10:15:00Z is older than 2025-09-03T15:36:29Z"));
  }

  @Test
  void readsDatesAloneAndTimesWithAZone() {
    assertThat(
            chosen(
                new TagPolicy.Timestamp("^(?<ts>.*)$", "yyyy-MM-dd"), "2024-03-20", "2024-03-27"))
        .isEqualTo("2024-03-27");
    // 12:00 at +02:00 is before 11:00 UTC.
    assertThat(
            chosen(
                new TagPolicy.Timestamp("^v(?<ts>[0-9TZ-]+)$", "yyyyMMdd'T'HHmmX"),
                "v20240301T1200-02",
                "v20240301T1300Z"))
        .isEqualTo("v20240301T1200-02");
  }

  @Test
  void oneOddTagNeverSpoilsTheRest() {
    List<String> odd =
        List.of(
            "latest", "sha256-abc.sig", "v1", "1.2.3.4", "0", "1e5", "x".repeat(128), "_", "9-9");
    assertThat(chosenAmong(new TagPolicy.Semver(">=1.0.0"), null, odd, "1.4.0")).isEqualTo("1.4.0");
    assertThat(chosenAmong(new TagPolicy.Release(), null, odd, "2026.06.1")).isEqualTo("2026.06.1");
    assertThat(chosenAmong(TIMESTAMP, null, odd, "20250903-153629-8a2ce0f"))
        .isEqualTo("20250903-153629-8a2ce0f");
    assertThat(
            chosenAmong(
                new TagPolicy.Numerical(Order.ASCENDING),
                new TagFilter("^main-[0-9a-f]+-(?P<n>\\w+)$", "$n"),
                List.of("main-aaa-odd", "main-bbb-", "other"),
                "main-ccc-17"))
        .isEqualTo("main-ccc-17");
  }

  @Test
  void semverTakesPreReleasesOnlyWhereTheRangeNamesOne() {
    assertThat(chosen(new TagPolicy.Semver(">=1.0.0"), "1.0.0", "v1.1.0", "1.2.0-rc.1"))
        .isEqualTo("v1.1.0");
    assertThat(chosen(new TagPolicy.Semver(">=1.0.0-0"), "1.0.0", "v1.1.0", "1.2.0-rc.1"))
        .isEqualTo("1.2.0-rc.1");
    assertThat(select(new TagPolicy.Semver("^1"), null, "1.2.0-rc.1", "2.0.0", "1.2").losses())
        .extracting(Loss::reason)
        .containsExactly(
            "1.2.0-rc.1 is a pre-release, and the range ^1 names none (as >=1.0.0-0)",
            "2.0.0 is not in the range ^1",
            "'1.2' is no semantic version");
  }

  @Test
  void releaseIsThreeNumbersAndTwoDots() {
    assertThat(
            chosen(new TagPolicy.Release(), "1.0.3", "2026.06.1", "2026.6.0", "v3000.1.1", "9.9"))
        .isEqualTo("2026.06.1");
  }

  @Test
  void numbersCompareExactlyWhateverTheirLength() {
    TagPolicy numerical = new TagPolicy.Numerical(Order.ASCENDING);
    assertThat(chosen(numerical, "9007199254740993", "9007199254740992"))
        .isEqualTo("9007199254740993");
    assertThat(chosen(numerical, "9", "10", "9.5")).isEqualTo("10");
    assertThat(chosen(new TagPolicy.Numerical(Order.DESCENDING), "9", "10")).isEqualTo("9");
  }

  @Test
  void alphabeticalTakesTheLastByDefaultAndTheFirstWhenDescending() {
    assertThat(chosen(new TagPolicy.Alphabetical(Order.ASCENDING), "RC2", "RC10")).isEqualTo("RC2");
    assertThat(chosen(new TagPolicy.Alphabetical(Order.DESCENDING), "RC2", "RC10"))
        .isEqualTo("RC10");
  }

  @Test
  void aMovingTagIsTheOnlyChoiceOfItsPolicy() {
    TagPolicy policy = new TagPolicy.MovingDigest(Tag.parse("latest"));
    TagSelection selection = select(policy, null, "1.0.0", "latest");
    assertThat(selection.chosen()).contains(Tag.parse("latest"));
    assertThat(selection.losses())
        .containsExactly(new Loss(Tag.parse("1.0.0"), "only 'latest' is followed, by its digest"));
    assertThat(select(policy, null, "1.0.0").chosen()).isEmpty();
  }

  @Test
  void theNewestBuildIsTheOneCreatedLast() {
    TagChooser chooser = TagChooser.of(new TagPolicy.NewestBuild(), null);
    Candidate old = new Candidate(Tag.parse("fffffff"), Instant.parse("2026-01-01T00:00:00Z"));
    Candidate young = new Candidate(Tag.parse("0000000"), Instant.parse("2026-01-02T00:00:00Z"));
    Candidate unknown = Candidate.of(Tag.parse("1111111"));

    TagSelection selection = chooser.select(List.of(old, unknown, young));

    assertThat(selection.chosen()).contains(young.tag());
    assertThat(selection.losses().getFirst())
        .isEqualTo(new Loss(unknown.tag(), "the image does not say when it was created"));
  }

  @Test
  void filtersAsFluxDoes() {
    TagPolicy numerical = new TagPolicy.Numerical(Order.ASCENDING);
    String[] branches = {
      "refs-heads-master-fff-100", "refs-heads-master-000-200", "refs-heads-x-1-900"
    };
    for (String pattern :
        List.of(
            "^refs-heads-master-[a-f0-9]+-(?P<timestamp>[0-9]+)$",
            "^refs-heads-master-[a-f0-9]+-(?<timestamp>[0-9]+)$",
            "^refs-heads-master-[a-f0-9]+-(?'timestamp'[0-9]+)$")) {
      for (String extract : List.of("$timestamp", "${timestamp}", "$1", "${1}")) {
        assertThat(select(numerical, new TagFilter(pattern, extract), branches).chosen())
            .as(pattern + " " + extract)
            .contains(Tag.parse("refs-heads-master-000-200"));
      }
    }
    TagFilter twoGroups =
        new TagFilter("^(?P<date>[0-9]+)-(?P<time>[0-9]+)-([a-zA-Z0-9]*)", "$date$time");
    assertThat(
            select(numerical, twoGroups, "20250903-153629-8a2ce0f", "20250904-000001-1").chosen())
        .contains(Tag.parse("20250904-000001-1"));
    TagFilter version = new TagFilter("^app-v(?P<v>.*)$", "$v");
    assertThat(
            select(new TagPolicy.Semver(">=0.0.0"), version, "app-v0.9.0", "app-v0.10.0").chosen())
        .contains(Tag.parse("app-v0.10.0"));
    assertThat(
            select(new TagPolicy.Semver(">=1.0.0"), new TagFilter("-r$", null), "1.0.0-r", "2.0.0")
                .chosen())
        .as("1.0.0-r is a pre-release")
        .isEmpty();
  }

  @Test
  void aFilterSaysWhatItLeftOut() {
    TagFilter filter = new TagFilter("^main-(\\d*)$", "$1");
    assertThat(select(new TagPolicy.Numerical(Order.ASCENDING), filter, "dev-1", "main-").losses())
        .extracting(Loss::reason)
        .containsExactly(
            "'dev-1' does not match the filter ^main-(\\d*)$",
            "the filter extracts nothing from 'main-'");
  }

  @Test
  void equalRanksAreChosenByNameAndReplaceNothing() {
    TagFilter number = new TagFilter("^(\\d+)-", "$1");
    TagPolicy numerical = new TagPolicy.Numerical(Order.ASCENDING);
    TagSelection selection = select(numerical, number, "7-a", "7-b");
    assertThat(selection.chosen()).contains(Tag.parse("7-b"));
    assertThat(selection.losses())
        .containsExactly(new Loss(Tag.parse("7-a"), "ranks as 7-b does, which is last by name"));
    assertThat(TagChooser.of(numerical, number).replaces(candidate("7-b"), candidate("7-a")))
        .isFalse();
  }

  @Test
  void neverGoesBackwardsButLeavesWhatThePolicyDoesNotKnow() {
    TagChooser chooser = TagChooser.of(new TagPolicy.Semver(">=1.0.0"), null);
    assertThat(chooser.replaces(candidate("1.1.0"), candidate("1.0.0"))).isTrue();
    assertThat(chooser.replaces(candidate("1.0.0"), candidate("1.1.0"))).isFalse();
    assertThat(chooser.replaces(candidate("1.0.0"), candidate("1.0.0"))).isFalse();
    assertThat(chooser.replaces(candidate("1.0.0"), candidate("latest"))).isTrue();
    assertThat(chooser.replaces(candidate("latest"), candidate("sha-1"))).isFalse();
    assertThat(chooser.replaces(candidate("0.9.0"), candidate("latest"))).isFalse();
  }

  @Test
  void followsRandomHistoriesOnlyForwards() {
    Random random = new Random(42);
    TagChooser chooser = TagChooser.of(TIMESTAMP, null);
    for (int history = 0; history < 200; history++) {
      List<Candidate> tags = new ArrayList<>(List.of(candidate("latest"), candidate("pr-7")));
      for (int i = 0; i < 12; i++) {
        tags.add(
            candidate(
                "202509%02d-1200%02d-%07x"
                    .formatted(
                        1 + random.nextInt(20), random.nextInt(60), random.nextInt(1 << 28))));
      }
      Candidate current = candidate("latest");
      // Partial lists and events in any order: what runs only ever moves forwards.
      for (int event = 0; event < 30; event++) {
        Collections.shuffle(tags, random);
        List<Candidate> seen = tags.subList(0, random.nextInt(tags.size()));
        Optional<Candidate> offered = chooser.select(seen).chosen().map(Candidate::of);
        if (offered.isPresent() && chooser.replaces(offered.get(), current)) {
          assertThat(chooser.compare(offered.get(), current)).isPositive();
          current = offered.get();
        }
      }
      Candidate best = Candidate.of(chooser.select(tags).chosen().orElseThrow());
      assertThat(chooser.compare(current, best)).isNotPositive();
      Collections.shuffle(tags, random);
      assertThat(chooser.select(tags).chosen()).contains(best.tag());
    }
  }

  @Test
  void theNewestOfALongListIsTheOneThatASelectionChooses() {
    List<TagChooser> choosers =
        List.of(
            TagChooser.of(TIMESTAMP, null),
            TagChooser.of(TIMESTAMP, new TagFilter("-[0-9]", null)),
            TagChooser.of(TIMESTAMP, new TagFilter("^x-(.*)$", "$1")),
            TagChooser.of(new TagPolicy.Timestamp("(?<ts>[-0-9]{8,})", "yyyyMMdd"), null),
            TagChooser.of(new TagPolicy.Timestamp("^v(?<ts>.*)$", "yyyy.MM.dd'T'HH-mm"), null),
            TagChooser.of(new TagPolicy.Timestamp("^(?<ts>.*)$", "ddMMyyyy"), null),
            TagChooser.of(new TagPolicy.Numerical(Order.DESCENDING), new TagFilter("..$", "$0")),
            TagChooser.of(new TagPolicy.Alphabetical(Order.ASCENDING), null));
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      List<Candidate> tags = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        tags.add(Candidate.of(Tag.parse(someTag(random))));
      }
      for (TagChooser chooser : choosers) {
        assertThat(chooser.newest(tags)).as("%s", tags).isEqualTo(chooser.select(tags).chosen());
      }
    }
    assertThat(choosers.getFirst().newest(List.of())).isEmpty();
  }

  /** Times that are many, some the same, some on no calendar; and what has other words around. */
  private static String someTag(Random random) {
    String date = "202%d0%d%02d".formatted(random.nextInt(2), 1 + random.nextInt(2), days(random));
    return switch (random.nextInt(7)) {
      case 0, 1 -> date + "-10%02d00-%07x".formatted(random.nextInt(3), random.nextInt(3));
      case 2 -> "x-" + date + "-101500-1234567";
      case 3 -> date;
      case 4 -> "v2020.0%d.%02dT10-1%d".formatted(1 + random.nextInt(3), 28, random.nextInt(9));
      case 5 -> "x-99991231-235959-1234567";
      default -> "0%d0%d2020".formatted(1 + random.nextInt(9), 1 + random.nextInt(9));
    };
  }

  private static int days(Random random) {
    return 1 + random.nextInt(31);
  }

  @Test
  void takesTimeInProportionToTheTagWhateverThePatternSays() {
    TagChooser chooser =
        TagChooser.of(
            new TagPolicy.Alphabetical(Order.ASCENDING), new TagFilter("^(a+)+(a+)+$", null));
    assertThat(chooser.fit(Tag.parse("a".repeat(120) + "b"))).isInstanceOf(Fit.Unfit.class);
  }

  @Test
  void saysWhatIsWrongWithAPolicy() {
    assertThatThrownBy(() -> chooser(new TagPolicy.Semver("newest")))
        .hasMessage("semver range 'newest' is not valid at 'newest'");
    assertThatThrownBy(() -> chooser(new TagPolicy.Timestamp("^(\\d+)$", "yyyyMMdd")))
        .hasMessage(
            "timestamp pattern '^(\\d+)$' needs a group named ts around the time, as in"
                + " (?<ts>\\d{8})");
    assertThatThrownBy(() -> chooser(new TagPolicy.Timestamp("^(?<ts>\\d+)$", "yyyyMMdd-b")))
        .hasMessage("timestamp format 'yyyyMMdd-b' is not valid: Unknown pattern letter: b");
    TagPolicy numerical = new TagPolicy.Numerical(Order.ASCENDING);
    assertThatThrownBy(() -> TagChooser.of(numerical, new TagFilter("^(?!x)$", null)))
        .hasMessage(
            "pattern '^(?!x)$' is not valid: invalid or unsupported Perl syntax at '(?!' (RE2 has"
                + " no look-ahead, look-behind and back-references)");
    assertThatThrownBy(() -> TagChooser.of(numerical, new TagFilter("^(a", null)))
        .hasMessage("pattern '^(a' is not valid: missing closing ) at '^(a'");
    assertThatThrownBy(() -> TagChooser.of(numerical, new TagFilter("^(?P<n>a)", "$m")))
        .hasMessage(
            "extract '$m' names the group 'm', which the pattern '^(?P<n>a)' does not have");
  }

  private static TagChooser chooser(TagPolicy policy) {
    return TagChooser.of(policy, null);
  }

  private static Candidate candidate(String tag) {
    return Candidate.of(Tag.parse(tag));
  }

  private static TagSelection select(TagPolicy policy, @Nullable TagFilter filter, String... tags) {
    return TagChooser.of(policy, filter)
        .select(Stream.of(tags).map(TagChooserTest::candidate).toList());
  }

  private static String chosen(TagPolicy policy, String... tags) {
    return select(policy, null, tags).chosen().orElseThrow().value();
  }

  private static String chosenAmong(
      TagPolicy policy, @Nullable TagFilter filter, List<String> odd, String good) {
    List<String> all = new ArrayList<>(odd);
    all.add(good);
    return select(policy, filter, all.toArray(String[]::new)).chosen().orElseThrow().value();
  }
}
