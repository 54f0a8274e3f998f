package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.EventJson;
import dev.slipway.events.value.Tag;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TagNamesTest {
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";

  @Test
  void givesBackEveryName() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      SortedSet<Tag> tags = some(random);

      TagNames names = TagNames.of(tags);

      assertThat(names.toSet()).isEqualTo(tags);
      assertThat(names).containsExactlyElementsOf(tags);
      tags.forEach(tag -> assertThat(names.contains(tag)).isTrue());
    }
  }

  @Test
  void knowsWhatItDoesNotHold() {
    TagNames names = names("a1", "a3", "a30", "b");

    for (String other : List.of("a", "a2", "a300", "B", "c", "_")) {
      assertThat(names.contains(Tag.parse(other))).as(other).isFalse();
    }
    assertThat(TagNames.NONE.contains(Tag.parse("a"))).isFalse();
  }

  @Test
  void sharesWithItsNeighbourHoweverLongBothAre() {
    String begin = "refs-heads-a-very-long-name-of-a-branch-indeed-";

    assertThat(names(begin + "1", begin + "2", begin).toSet()).hasSize(3);
  }

  @Test
  void growsAndShrinks() {
    TagNames names = names("1", "3");

    assertThat(names.with(List.of(Tag.parse("2")))).isEqualTo(names("1", "2", "3"));
    assertThat(names.with(List.of(Tag.parse("3")))).isSameAs(names);
    assertThat(names.without(List.of(Tag.parse("1")))).isEqualTo(names("3"));
    assertThat(names.without(List.of(Tag.parse("2")))).isSameAs(names);
    assertThat(names.without(names.toSet())).isEqualTo(TagNames.NONE);
  }

  @Test
  void growsByOneAsIfAllHadBeenPackedAtOnce() {
    Random random = new Random(11);
    for (int round = 0; round < 500; round++) {
      SortedSet<Tag> tags = some(random);
      SortedSet<Tag> more = some(random);
      TagNames grown = TagNames.of(tags).with(more);

      tags.addAll(more);
      assertThat(grown.toSet()).isEqualTo(tags);
      assertThat(TagNames.of(tags).with(more).toSet()).isEqualTo(tags);
      tags.forEach(tag -> assertThat(grown.contains(tag)).as("%s", tag).isTrue());
    }
  }

  @Test
  void growsBesideNamesThatShareMoreThanASignCanSay() {
    String begin = "refs-heads-a-very-long-name-of-a-branch-indeed-";
    TagNames names = names(begin + "1", begin + "3", begin + "30");

    for (String other : List.of("0", "2", "29", "300", "31", "4")) {
      TagNames grown = names.with(List.of(Tag.parse(begin + other)));

      assertThat(grown.toSet()).hasSize(4);
      assertThat(grown.contains(Tag.parse(begin + other))).as(other).isTrue();
      assertThat(names.contains(Tag.parse(begin + other))).as(other).isFalse();
    }
  }

  @Test
  void isStoredPackedAndReadAlsoAsAPlainList() {
    TagNames names = names("20260101-000000-0000000", "20260101-000001-0000000", "latest");
    String json = EventJson.mapper().writeValueAsString(names);

    assertThat(json).isEqualTo("\"!20260101-000000-0000000<1-0000000!latest\"");
    assertThat(EventJson.mapper().readValue(json, TagNames.class)).isEqualTo(names);
    assertThat(
            EventJson.mapper()
                .readValue(
                    "[\"latest\",\"20260101-000001-0000000\",\"20260101-000000-0000000\"]",
                    TagNames.class))
        .isEqualTo(names);
  }

  @Test
  void takesATenthOfItsNamesAsObjects() {
    SortedSet<Tag> tags = new TreeSet<>();
    for (int i = 0; i < 2000; i++) {
      tags.add(
          Tag.parse(
              "2026%02d%02d-%02d0000-%07x"
                  .formatted(1 + i / 560, 1 + i / 20 % 28, i % 20, i * 7919)));
    }

    assertThat(TagNames.of(tags).packed().length()).isLessThan(2000 * 15);
  }

  @Test
  void refusesWhatIsNotPacked() {
    assertThatThrownBy(() -> TagNames.parse("latest"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tags");
  }

  private static TagNames names(String... names) {
    return TagNames.of(List.of(names).stream().map(Tag::parse).toList());
  }

  private static SortedSet<Tag> some(Random random) {
    SortedSet<Tag> tags = new TreeSet<>();
    String begin = "";
    for (int i = 0; i < random.nextInt(60); i++) {
      StringBuilder name = new StringBuilder(begin);
      while (name.isEmpty() || name.length() < random.nextInt(60)) {
        name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      begin = name.substring(0, random.nextInt(name.length()));
      if (Tag.isValid(name.toString())) {
        tags.add(Tag.parse(name.toString()));
      }
    }
    return tags;
  }
}
