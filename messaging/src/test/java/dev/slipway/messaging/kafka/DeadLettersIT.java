package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.Delivery;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class DeadLettersIT {
  private static final String REQUESTS = Topic.REQUESTS.topicName();
  private Broker broker;

  @BeforeEach
  void startBroker() {
    broker = new Broker();
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  void keepsWhatIsNoEventAndGoesOn() throws Exception {
    var notes = new Notes();
    try (var service = start(notes)) {
      broker.sendPoison(REQUESTS, "staging");
      var hold = Samples.hold("staging");
      service.publisher().publish(hold);

      await().untilAsserted(() -> assertThat(notes.done("staging")).contains(hold.id().toString()));
      assertThat(notes.unreadable("staging").topic()).isEqualTo(REQUESTS);
      assertThat(notes.noted("staging").hints()).containsExactly("unreadable");
      ConsumerRecord<byte[], byte[]> letter = onlyLetter();
      assertThat(letter.key()).asString(UTF_8).isEqualTo("staging");
      assertThat(letter.value()).asString(UTF_8).isEqualTo("{{ no event");
      assertThat(header(letter, "slipway-reason")).isEqualTo("unreadable");
      assertThat(header(letter, "slipway-topic")).isEqualTo(REQUESTS);
      assertThat(header(letter, "slipway-offset")).isEqualTo("0");
      assertThat(service.count("slipway.dead.letters", "reason", "unreadable")).isEqualTo(1);
    }
  }

  @Test
  void keepsAnEventThatTheServiceFailsOnAndGoesOn() {
    var poison = Samples.hold("staging");
    var notes =
        new Notes() {
          @Override
          public Noted record(String key, Noted state, Delivery delivery) {
            if (delivery.envelope().id().equals(poison.id())) {
              throw new IllegalStateException("a defect");
            }
            return super.record(key, state, delivery);
          }
        };
    try (var service = start(notes)) {
      var hold = Samples.hold("staging");
      service.publisher().publish(List.of(poison, hold));
      await()
          .untilAsserted(
              () -> assertThat(notes.done("staging")).containsExactly(hold.id().toString()));
      assertThat(header(onlyLetter(), "slipway-reason")).isEqualTo("refused");
      assertThat(header(onlyLetter(), "ce_id")).isEqualTo(poison.id().toString());
      assertThat(notes.unreadable("staging").type()).isEqualTo(poison.event().type());
    }
  }

  @Test
  void keepsWhatHasNoKeyOrLiesWhereItsKeyDoesNotBelong() throws Exception {
    var notes = new Notes();
    try (var service = start(notes)) {
      int wrong = (Samples.partitionOf("staging") + 1) % Broker.PARTITIONS;
      broker.send(new ProducerRecord<>(REQUESTS, wrong, null, "x".getBytes(UTF_8)));
      broker.send(
          new ProducerRecord<>(REQUESTS, wrong, "staging".getBytes(UTF_8), "x".getBytes(UTF_8)));
      var hold = Samples.hold("staging");
      service.publisher().publish(hold);
      await().untilAsserted(() -> assertThat(notes.done("staging")).contains(hold.id().toString()));
      await()
          .untilAsserted(
              () ->
                  assertThat(letters())
                      .extracting(letter -> header(letter, "slipway-reason"))
                      .containsExactlyInAnyOrder("wrong-key", "misplaced"));
      assertThat(notes.unreadable).isEmpty();
    }
  }

  @Test
  void skipsATypeThatALaterVersionSends() throws Exception {
    var notes = new Notes();
    try (var service = start(notes)) {
      var later = new CloudEventCodec().write(Samples.hold("staging"));
      later
          .headers()
          .remove("ce_type")
          .add("ce_type", "dev.slipway.tide.turned.v1".getBytes(UTF_8));
      broker.send(later);
      var hold = Samples.hold("staging");
      service.publisher().publish(hold);
      await()
          .untilAsserted(
              () -> assertThat(notes.done("staging")).containsExactly(hold.id().toString()));
      assertThat(letters()).isEmpty();
    }
  }

  /** Its state is too large to be written at first: health says so, and the events wait. */
  @Test
  void keepsNoEventThatCouldOnlyNotBeNotedYet() {
    var isTooLarge = new AtomicBoolean(true);
    String tooLarge = "x".repeat(KafkaClients.LARGEST_RECORD_BYTES);
    var notes =
        new Notes() {
          @Override
          public Noted record(String key, Noted state, Delivery delivery) {
            Noted next = super.record(key, state, delivery);
            return isTooLarge.get() ? next.hinted(tooLarge) : next;
          }
        };
    try (var service = start(notes)) {
      var hold = Samples.hold("staging");
      service.publisher().publish(hold);
      await()
          .untilAsserted(
              () ->
                  assertThat(service.lifecycle().problem())
                      .contains("the state of staging", "larger than"));
      assertThat(service.health()).isEqualTo(Status.DOWN);

      isTooLarge.set(false);
      await()
          .untilAsserted(
              () -> assertThat(notes.done("staging")).containsExactly(hold.id().toString()));
      assertThat(service.health()).isEqualTo(Status.UP);
      assertThat(notes.noted("staging").hints()).isEmpty();
      assertThat(letters()).isEmpty();
    }
  }

  @Test
  void routesWhatIsAnEventAndKeepsTheRest() throws Exception {
    var notes = new Notes();
    try (var service =
        new RunningService.Starting(broker, "dropping")
            .keyed(notes, "slipway.dropping.work")
            .router(
                (event, configuration) -> {
                  if (event.event().key().equals("defect")) {
                    throw new IllegalStateException("a defect");
                  }
                  return Set.of("left", "right");
                },
                REQUESTS)
            .start()
            .awaitReady()) {
      broker.sendPoison(REQUESTS, "staging");
      service.publisher().publish(Samples.hold("defect"));
      var hold = Samples.hold("staging");
      service.publisher().publish(hold);
      for (String key : List.of("left", "right")) {
        await()
            .untilAsserted(() -> assertThat(notes.done(key)).containsExactly(hold.id().toString()));
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(letters())
                      .extracting(letter -> header(letter, "slipway-reason"))
                      .containsExactlyInAnyOrder("unreadable", "refused"));
    }
  }

  @Test
  void skipsConfigurationThatIsNone() throws Exception {
    try (var service = start(new Notes())) {
      broker.sendPoison(Topic.CONFIG.topicName(), "Environment/staging");
      service.publisher().publish(Samples.environment("production", "apps/production"));
      await()
          .until(
              () ->
                  service
                      .configuration()
                      .environment(EnvironmentName.parse("production"))
                      .isPresent());
      assertThat(header(onlyLetter(), "slipway-topic")).isEqualTo(Topic.CONFIG.topicName());
    }
  }

  private RunningService start(Notes notes) {
    return new RunningService.Starting(broker, "dropping")
        .keyed(notes, REQUESTS)
        .start()
        .awaitReady();
  }

  private List<ConsumerRecord<byte[], byte[]>> letters() {
    return broker.read("slipway.dropping.dead-letters");
  }

  private ConsumerRecord<byte[], byte[]> onlyLetter() {
    assertThat(letters()).hasSize(1);
    return letters().getFirst();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }
}
