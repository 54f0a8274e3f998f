package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Sequence;
import dev.slipway.events.value.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventJsonTest {
  private static final String DIGEST = "sha256:" + "0".repeat(64);

  @Test
  void readsWhatItWrote() {
    var event =
        new ImagePublished(
            ImageRepository.parse("ghcr.io/acme/web"),
            Tag.parse("1.2.3"),
            Digest.parse(DIGEST),
            Instant.parse("2026-11-20T10:00:00Z"),
            Map.of("a", "b"),
            null);

    assertThat(EventJson.read(EventType.IMAGE_PUBLISHED, EventJson.write(event))).isEqualTo(event);
  }

  @Test
  void writesValuesAsTheirText() {
    var event =
        new RolloutSucceeded(
            EnvironmentName.parse("dev"),
            new Sequence(1, 2, 3),
            GitRevision.parse("a".repeat(40)),
            List.of(),
            List.of(EventId.parse("x1")),
            Duration.ofMillis(1500));

    assertThat(new String(EventJson.write(event), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"environment\":\"dev\",\"sequence\":\"1.2.3\",\"commit\":\""
                + "a".repeat(40)
                + "\",\"images\":[],\"restarts\":[\"x1\"],\"took\":\"PT1.5S\"}");
  }

  @Test
  void ignoresFieldsThatALaterVersionAdds() {
    byte[] json = bytes("{\"repository\":\"ghcr.io/acme/web\",\"reason\":\"new\",\"more\":{}}");

    assertThat(EventJson.read(EventType.SCAN_REQUESTED, json))
        .isEqualTo(new ScanRequested(ImageRepository.parse("ghcr.io/acme/web"), "new"));
  }

  @Test
  void refusesAnEventThatLacksARequiredField() {
    byte[] json = bytes("{\"repository\":\"ghcr.io/acme/web\"}");

    assertThatThrownBy(() -> EventJson.read(EventType.SCAN_REQUESTED, json))
        .isInstanceOf(UnreadableEventException.class)
        .hasMessageContaining("reason");
  }

  @Test
  void refusesANullInARequiredField() {
    byte[] json = bytes("{\"repository\":\"ghcr.io/acme/web\",\"reason\":null}");

    assertThatThrownBy(() -> EventJson.read(EventType.SCAN_REQUESTED, json))
        .isInstanceOf(UnreadableEventException.class)
        .hasMessageContaining("reason");
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatThrownBy(() -> EventJson.read(EventType.SCAN_REQUESTED, bytes("hello")))
        .isInstanceOf(UnreadableEventException.class)
        .hasMessageStartingWith("dev.slipway.scan.requested.v1 cannot be read");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
