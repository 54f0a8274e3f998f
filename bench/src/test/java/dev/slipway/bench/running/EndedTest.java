package dev.slipway.bench.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EndedTest {
  @Test
  void isReadFromWhatUpSays() {
    assertThat(
            Ended.in(
                List.of(
                    "Ready after 13.0 s.",
                    "queue-guard-2 ended with code 3 and is started again; its log: /data/logs/x",
                    "broker ended with code 137 and is started again; its log: /data/logs/y")))
        .containsExactly(new Ended("queue-guard-2", 3), new Ended("broker", 137));
  }
}
