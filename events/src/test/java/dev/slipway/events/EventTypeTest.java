package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventTypeTest {

  @Test
  void namesEveryEventThereIs() {
    Set<Class<?>> records =
        Arrays.stream(EventType.values()).map(EventType::record).collect(Collectors.toSet());

    assertThat(records).isEqualTo(leaves(Event.class).collect(Collectors.toSet()));
    assertThat(records).hasSize(EventType.values().length);
  }

  @ParameterizedTest
  @EnumSource
  void isCalledByWhatHappenedOrWasRequested(EventType type) {
    assertThat(type.typeName())
        .matches("dev\\.slipway\\.[a-z-]+\\.([a-z]+ed|held|given|found|absent|begun)\\.v1");
    assertThat(EventType.find(type.typeName())).contains(type);
  }

  @ParameterizedTest
  @EnumSource
  void liesOnTheTopicOfItsKind(EventType type) {
    Set<Class<?>> expected =
        switch (type.topic()) {
          case CONFIG -> Set.of(ConfigurationEvent.class);
          case IMAGES -> Set.of(ImageEvent.class);
          case LOOKUPS -> Set.of(LookupEvent.class);
          case REQUESTS -> Set.of(RequestEvent.class);
          case REVISIONS -> Set.of(RevisionEvent.class);
          case CLEARANCES -> Set.of(ClearanceEvent.class);
          case ROLLOUTS -> Set.of(RolloutEvent.class, ReportEvent.class);
        };

    assertThat(expected).anyMatch(kind -> kind.isAssignableFrom(type.record()));
  }

  @ParameterizedTest
  @EnumSource
  void knowsItsEventsAndTheirKey(EventType type) {
    Event event = Examples.of(type);

    assertThat(event.type()).isEqualTo(type);
    switch (event) {
      case ConfigurationEvent configuration ->
          assertThat(configuration.key()).startsWith(type.record().getSimpleName() + "/");
      case ImageEvent image -> assertThat(image.key()).isEqualTo("ghcr.io/acme/web");
      case LookupEvent lookup -> assertThat(lookup.key()).isEqualTo("ghcr.io/acme/web");
      case RequestEvent request -> assertThat(request.key()).isEqualTo("production");
      case RevisionEvent revision -> assertThat(revision.key()).isEqualTo("production");
      case ClearanceEvent clearance -> assertThat(clearance.key()).isEqualTo("production");
      case RolloutEvent rollout -> assertThat(rollout.key()).isEqualTo("production");
      case ReportEvent report -> assertThat(report.key()).isEqualTo("production");
    }
  }

  @Test
  void isWrittenByPeopleInKebabCase() {
    assertThat(EventType.ROLLOUT_SUCCEEDED.kebabName()).isEqualTo("rollout-succeeded");
  }

  @Test
  void isUnknownWhereALaterVersionSentIt() {
    assertThat(EventType.find("dev.slipway.image.signed.v1")).isEmpty();
    assertThat(EventType.find("dev.slipway.image.published.v2")).isEmpty();
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventTypeTest::leaves)
        : Stream.of(type);
  }
}
