package dev.slipway.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SequenceTest {
  private static final List<Sequence> ASCENDING =
      Stream.of("0.0.0", "0.0.1", "0.0.10", "0.1.0", "0.9.9", "0.10.0", "1.0.0", "2.0.0", "10.0.0")
          .map(Sequence::parse)
          .toList();

  @Test
  void ordersByEpochThenPositionThenRestart() {
    List<Sequence> shuffled = new ArrayList<>(ASCENDING);
    Collections.shuffle(shuffled, new Random(7));
    Collections.sort(shuffled);

    assertThat(shuffled).isEqualTo(ASCENDING);
  }

  @Test
  void isAfterTheLowerOnesOnly() {
    Sequence middle = Sequence.parse("1.2.3");

    assertThat(middle.isAfter(Sequence.parse("1.2.2"))).isTrue();
    assertThat(middle.isAfter(middle)).isFalse();
    assertThat(middle.isAfter(Sequence.parse("1.3.0"))).isFalse();
  }

  @Test
  void numbersTheNextRestartAtTheSamePlace() {
    assertThat(Sequence.parse("1.2.3").nextRestart()).isEqualTo(Sequence.parse("1.2.4"));
  }

  @Test
  void namesTheNumberThatIsNegative() {
    assertThatThrownBy(() -> new Sequence(-1, 0, 0)).hasMessageContaining("sequence epoch");
    assertThatThrownBy(() -> new Sequence(0, -1, 0)).hasMessageContaining("sequence position");
    assertThatThrownBy(() -> new Sequence(0, 0, -1)).hasMessageContaining("sequence restart");
  }
}
