package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.EventId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventEnvelopeTest {
  private static final Event EVENT = Examples.of(EventType.IMAGE_PUBLISHED);
  private static final Event EFFECT = Examples.of(EventType.REVISION_COMMITTED);
  private static final EventEnvelope<Event> FIRST =
      EventEnvelope.first(EventId.parse("push-1"), "/registry-watcher", Instant.EPOCH, EVENT);

  @Test
  void beginsAStoryOfItsOwn() {
    assertThat(FIRST.correlationId()).isEqualTo(FIRST.id());
    assertThat(FIRST.causationId()).isNull();
    assertThat(FIRST.traceparent()).isEqualTo(TraceContext.begunBy(FIRST.id()));
  }

  @Test
  void goesOnWithTheTraceThatItsCauseOutsideCameWith() {
    assertThat(FIRST.within("00-any").traceparent()).isEqualTo("00-any");
    assertThat(FIRST.within(null)).isEqualTo(FIRST);
  }

  @Test
  void passesTheStoryOnToWhatItCauses() {
    EventEnvelope<Event> next = FIRST.causes("/manifest-writer", Instant.EPOCH, EFFECT);
    EventEnvelope<Event> last = next.causes("/queue-guard", Instant.EPOCH, EFFECT);

    assertThat(next.causationId()).isEqualTo(FIRST.id());
    assertThat(last.causationId()).isEqualTo(next.id());
    assertThat(last.correlationId()).isEqualTo(FIRST.id());
  }

  @Test
  void givesTheSameEffectTheSameIdWheneverItIsTold() {
    Instant later = Instant.EPOCH.plusSeconds(60);

    assertThat(FIRST.causes("/manifest-writer", later, EFFECT, "part").id())
        .isEqualTo(FIRST.causes("/manifest-writer", Instant.EPOCH, EFFECT, "part").id());
  }

  @Test
  void tellsEffectsApartByTypeKeyAndWhatDistinguishesThem() {
    EventId plain = FIRST.causes("/x", Instant.EPOCH, EFFECT).id();

    assertThat(FIRST.causes("/x", Instant.EPOCH, EFFECT, 1).id()).isNotEqualTo(plain);
    assertThat(FIRST.causes("/x", Instant.EPOCH, EVENT).id()).isNotEqualTo(plain);
    assertThat(FIRST.causes("/x", Instant.EPOCH, Examples.of(EventType.REVISION_HELD)).id())
        .isNotEqualTo(plain);
  }
}
