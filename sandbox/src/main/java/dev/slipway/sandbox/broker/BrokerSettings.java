package dev.slipway.sandbox.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a broker of one is told: quick to start, quick to come back, small. */
final class BrokerSettings {
  static final int NODE = 1;
  private static final int MESSAGE_BYTES = 8 * 1024 * 1024;

  private BrokerSettings() {}

  static Map<String, String> of(Path logDirectory, BrokerPorts ports) {
    Map<String, String> settings = new TreeMap<>();
    settings.putAll(identity(logDirectory, ports));
    settings.putAll(ONE_REPLICA);
    settings.putAll(QUICK);
    settings.putAll(SMALL);
    return settings;
  }

  private static Map<String, String> identity(Path logDirectory, BrokerPorts ports) {
    String address = "PLAINTEXT://127.0.0.1:" + ports.broker();
    return Map.of(
        "process.roles",
        "broker,controller",
        "node.id",
        Integer.toString(NODE),
        "controller.quorum.voters",
        NODE + "@127.0.0.1:" + ports.controller(),
        "controller.listener.names",
        "CONTROLLER",
        "listener.security.protocol.map",
        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "listeners",
        address + ",CONTROLLER://127.0.0.1:" + ports.controller(),
        "advertised.listeners",
        address,
        "log.dirs",
        logDirectory.toString(),
        "auto.create.topics.enable",
        "false",
        "message.max.bytes",
        Integer.toString(MESSAGE_BYTES));
  }

  private static final Map<String, String> ONE_REPLICA =
      Map.of(
          "default.replication.factor", "1",
          "min.insync.replicas", "1",
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "10",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "transaction.state.log.num.partitions", "5",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1",
          "share.coordinator.state.topic.num.partitions", "1");

  private static final Map<String, String> QUICK =
      Map.of(
          "group.initial.rebalance.delay.ms", "0",
          "group.min.session.timeout.ms", "1000",
          // With the defaults a broker that was killed is fenced for 9 s after its restart; much
          // shorter, and one on a busy machine is fenced while it lives.
          "broker.session.timeout.ms", "3000",
          "broker.heartbeat.interval.ms", "500",
          "replica.fetch.max.bytes", Integer.toString(MESSAGE_BYTES),
          "controlled.shutdown.max.retries", "1");

  private static final Map<String, String> SMALL =
      Map.of(
          "num.network.threads", "2",
          "num.io.threads", "3",
          "background.threads", "2",
          "num.recovery.threads.per.data.dir", "2",
          "num.replica.fetchers", "1",
          "log.cleaner.threads", "1",
          "log.cleaner.dedupe.buffer.size", "2097152",
          "log.cleaner.io.buffer.size", "65536",
          "log.index.size.max.bytes", "1048576",
          "queued.max.requests", "64");
}
