package dev.slipway.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ManyTagsTest {
  private final ManyTags tags = new ManyTags(7, 2000);

  @Test
  void listsAllInOrderPageByPage() {
    tags.add("2018");
    tags.add("20190101-0007");
    tags.add("20260101-000000-0000000");
    List<String> all = new ArrayList<>();
    List<String> page = tags.after(null, 300);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = tags.after(page.getLast(), 300);
    }

    assertThat(all).hasSize(2003).isEqualTo(List.copyOf(new TreeSet<>(all)));
    assertThat(all).allMatch(tags::contains);
    assertThat(tags.after(all.getLast(), 10)).isEmpty();
  }

  @Test
  void knowsWhatItDoesNotHold() {
    assertThat(tags.contains("20190101-000700-fffffff")).isFalse();
    assertThat(tags.contains("2027")).isFalse();
    assertThat(new ManyTags(0, 0).contains("2027")).isFalse();
  }
}
