package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.messaging.KeyContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveryIT {
  private static final String REQUESTS = Topic.REQUESTS.topicName();
  private Broker broker;

  /** The broker of all tests; another kind of broker takes the same tests. */
  Broker newBroker() {
    return new Broker();
  }

  @BeforeAll
  void startBroker() {
    broker = newBroker();
  }

  @AfterAll
  void stopBroker() {
    broker.close();
  }

  @Test
  void goesOnAfterARestartWithWhatWasNotDone() {
    var begun = new CountDownLatch(1);
    var interrupted =
        new Notes(
            (context, id) -> {
              begun.countDown();
              new CountDownLatch(1).await();
            });
    var hold = Samples.hold("restarted");
    try (var service = start("restarting", interrupted)) {
      service.publisher().publish(hold);
      await().until(() -> begun.getCount() == 0);
    }
    var next = new Notes();
    try (var _ = start("restarting", next)) {
      await()
          .untilAsserted(
              () -> assertThat(next.done("restarted")).containsExactly(hold.id().toString()));
    }
  }

  /** The state is durable and the work done, but the offsets say that nothing was taken. */
  @Test
  void doesNothingTwiceAfterACrashBetweenStateAndAcknowledgement() throws Exception {
    var effects = new AtomicInteger();
    var first = new Notes((context, id) -> count(context, effects));
    var hold = Samples.hold("crashed");
    try (var service = start("crashing", first)) {
      service.publisher().publish(hold);
      await().untilAsserted(() -> assertThat(first.done("crashed")).hasSize(1));
    }
    forgetOffsets("crashing");
    var second = new Notes((context, id) -> count(context, effects));
    var behind = Samples.hold("crashed");
    try (var service = start("crashing", second)) {
      service.publisher().publish(behind);
      await()
          .untilAsserted(
              () ->
                  assertThat(second.done("crashed"))
                      .containsExactly(hold.id().toString(), behind.id().toString()));
    }
    assertThat(effects).hasValue(2);
  }

  @Test
  void keepsTheStateOfTheLaterOwnerThoughAFormerOneWritesAfterIt() {
    try (var service = start("haunted", new Notes())) {
      StateStore former = store(service);
      long formerEpoch = restore(former).epoch();
      StateStore owner = store(service);
      long epoch = restore(owner).epoch();
      assertThat(epoch).isGreaterThan(formerEpoch);

      var sender = service.bean(Sender.class);
      sender.await(List.of(owner.write(0, epoch, "production", "new".getBytes(UTF_8))));
      sender.await(List.of(former.write(0, formerEpoch, "production", "late".getBytes(UTF_8))));

      StateStore.Restored restored = restore(store(service));
      // Taking over has put the right one behind the late one: compaction keeps the last.
      assertThat(valuesOf("production")).containsExactly("new", "late", "new");
      assertThat(restored.states()).containsOnlyKeys("production");
      assertThat(restored.states().get("production")).asString(UTF_8).isEqualTo("new");
      assertThat(restored.epoch()).isGreaterThan(epoch);
    }
  }

  @Test
  void forgetsAStateThatIsWhatItWasAtFirst() {
    var notes =
        new Notes(
            (context, id) ->
                context.update(state -> new Notes.Noted(List.of(), List.of(), List.of())));
    try (var service = start("forgetting", notes)) {
      service.publisher().publish(Samples.hold("forgotten"));
      await()
          .untilAsserted(
              () ->
                  assertThat(broker.read("slipway.forgetting.state"))
                      .anySatisfy(
                          record -> {
                            assertThat(record.key()).asString(UTF_8).isEqualTo("forgotten");
                            assertThat(record.value()).isNull();
                          }));
    }
  }

  @Test
  void startsAKeyAnewWhoseStateCannotBeReadAndSaysSo() throws Exception {
    try (var service = start("garbled", new Notes())) {
      service.publisher().publish(Samples.hold("garbled"));
    }
    broker.send(
        new ProducerRecord<>(
            "slipway.garbled.state",
            Samples.partitionOf("garbled"),
            "garbled".getBytes(UTF_8),
            "{{".getBytes(UTF_8),
            List.of(
                new org.apache.kafka.common.header.internals.RecordHeader(
                    "slipway-epoch", "99".getBytes(UTF_8)))));
    var notes = new Notes();
    try (var service = start("garbled", notes)) {
      var hold = Samples.hold("garbled");
      service.publisher().publish(hold);
      await().untilAsserted(() -> assertThat(notes.done("garbled")).contains(hold.id().toString()));
      assertThat(notes.unreadable("garbled").topic()).isEqualTo("slipway.garbled.state");
      assertThat(broker.read("slipway.garbled.dead-letters")).isNotEmpty();
    }
  }

  /** The tests share the topics. */
  private static void count(KeyContext<Notes.Noted> context, AtomicInteger effects) {
    if (context.key().equals("crashed")) {
      effects.incrementAndGet();
    }
  }

  private RunningService start(String name, Notes notes) {
    return new RunningService.Starting(broker, name).keyed(notes, REQUESTS).start().awaitReady();
  }

  private List<String> valuesOf(String key) {
    return broker.read("slipway.haunted.state").stream()
        .filter(record -> new String(record.key(), UTF_8).equals(key))
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  private static StateStore.Restored restore(StateStore store) {
    return store.restore(Set.of(0)).values().iterator().next();
  }

  private static StateStore store(RunningService service) {
    return new StateStore(
        "slipway.haunted.state",
        () -> service.bean(KafkaClients.class).reader("test"),
        service.bean(Sender.class));
  }

  private void forgetOffsets(String group) throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
    for (int partition = 0; partition < Broker.PARTITIONS; partition++) {
      beginning.put(new TopicPartition(REQUESTS, partition), new OffsetAndMetadata(0));
    }
    try (Admin admin = broker.admin()) {
      admin.alterConsumerGroupOffsets(group, beginning).all().get();
    }
  }
}
