package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/** Events for the tests. */
final class Samples {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private Samples() {}

  static <E extends Event> EventEnvelope<E> envelope(E event) {
    return EventEnvelope.first(EventId.random(), "/test", NOW, event);
  }

  static EventEnvelope<HoldRequested> hold(String environment) {
    return envelope(
        new HoldRequested(EnvironmentName.parse(environment), new Actor("ada"), "a test"));
  }

  static EventEnvelope<Environment> environment(String name, String path) {
    return envelope(
        new Environment(
            EnvironmentName.parse(name),
            GitRepository.parse("https://git.example.org/acme/shop.git"),
            GitBranch.parse("main"),
            path,
            true,
            "main",
            "acme",
            List.of(),
            null,
            null,
            true,
            null));
  }

  /** Where Kafka's default partitioner puts the key. */
  static int partitionOf(String key) {
    return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % Broker.PARTITIONS;
  }

  /** Another key in the same partition. */
  static String keyBeside(String key) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "beside-" + i)
        .filter(other -> partitionOf(other) == partitionOf(key))
        .findFirst()
        .orElseThrow();
  }

  /** Those of the keys that lie in these partitions. */
  static Set<String> keysIn(Set<Integer> partitions, Set<String> keys) {
    return keys.stream()
        .filter(key -> partitions.contains(partitionOf(key)))
        .collect(Collectors.toSet());
  }
}
