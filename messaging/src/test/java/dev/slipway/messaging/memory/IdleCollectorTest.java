package dev.slipway.messaging.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleCollectorTest {
  private long collections;
  private int asked;
  private final IdleCollector collector =
      new IdleCollector(
          () -> collections,
          () -> {
            asked++;
            collections++;
          });

  @Test
  void collectsOnceWhenTheStartIsOver() {
    collections = 3;
    look(2);
    assertThat(asked).isZero();
    look(100);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void leavesABusyServiceAlone() {
    for (int i = 0; i < 50; i++) {
      collections++;
      look(2);
    }
    assertThat(asked).isZero();
  }

  @Test
  void collectsAgainAfterTheNextBusyTimeAndNotAfterEachCollection() {
    look(3);
    collections += 7;
    look(100);
    assertThat(asked).isEqualTo(1);
    collections++;
    look(3);
    assertThat(asked).isEqualTo(2);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      collector.look();
    }
  }
}
