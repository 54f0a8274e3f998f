package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** One partition of the state topic, as far as it has been read. */
final class StateReading {
  /**
   * Under which every owner says that it takes over. No service's key holds a control character.
   */
  static final String CLAIM = "\u0000owner";

  static final String EPOCH = "slipway-epoch";

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Version(long epoch, byte @Nullable [] value) {}

  private final Map<String, Version> versions = new HashMap<>();
  private final Set<String> overruled = new HashSet<>();

  /** In the order of the offsets. */
  void add(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    String key = new String(record.key(), UTF_8);
    Version late = new Version(epoch(record), record.value());
    Version before = versions.get(key);
    if (before != null && before.epoch() > late.epoch()) {
      overruled.add(key);
    } else {
      overruled.remove(key);
      versions.put(key, late);
    }
  }

  /** Above every epoch so far. */
  long nextEpoch() {
    return versions.values().stream().mapToLong(Version::epoch).max().orElse(0) + 1;
  }

  /** The states that hold, by key. */
  Map<String, byte[]> states() {
    Map<String, byte[]> states = new HashMap<>();
    versions.forEach(
        (key, version) -> {
          if (version.value() != null && !key.equals(CLAIM)) {
            states.put(key, version.value());
          }
        });
    return states;
  }

  /** Keys whose last record is not the one that holds: compaction would keep the wrong one. */
  Set<String> overruled() {
    return Set.copyOf(overruled);
  }

  private static long epoch(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(EPOCH);
    try {
      return header == null ? 0 : Long.parseLong(new String(header.value(), UTF_8));
    } catch (NumberFormatException e) {
      // Whoever wrote that is no owner.
      return 0;
    }
  }
}
