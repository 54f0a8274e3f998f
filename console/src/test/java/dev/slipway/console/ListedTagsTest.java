package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListedTagsTest {
  @Test
  void knowsWhatWasListedAndNothingElse() {
    ListedTags listed =
        ListedTags.of(List.of(Tag.parse("1.4.2"), Tag.parse("latest"), Tag.parse("1.4.10")));
    assertThat(listed.contains(Tag.parse("1.4.10"))).isTrue();
    assertThat(listed.contains(Tag.parse("latest"))).isTrue();
    assertThat(listed.contains(Tag.parse("1.4.1"))).isFalse();
    assertThat(ListedTags.NONE.contains(Tag.parse("latest"))).isFalse();
  }
}
