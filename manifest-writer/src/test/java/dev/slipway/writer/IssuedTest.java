package dev.slipway.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class IssuedTest {
  @Test
  void isReadFromTheStateOfAnEarlierVersion() {
    Issued issued =
        EventJson.mapper()
            .readValue(
                """
                {"sequence": {"epoch": 1, "position": 2, "restart": 0},
                 "commit": "1111111111111111111111111111111111111111",
                 "declaration": "d1", "images": "i1", "restarts": []}
                """,
                Issued.class);

    assertThat(issued.ours()).isNull();
    assertThat(issued.without(List.of())).isEqualTo(issued);
  }
}
