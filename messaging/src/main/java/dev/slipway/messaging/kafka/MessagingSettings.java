package dev.slipway.messaging.kafka;

import dev.slipway.events.Topic;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a service talks to Kafka.
 *
 * @param service its name: the consumer group, and part of the names of its own topics
 * @param work topics that are keyed by what the service owns: one subscription
 * @param route topics that its router forwards into {@code slipway.<service>.work}
 * @param instanceId a name that outlives a restart, unique among the copies: a copy that comes back
 *     within the session's 6 s keeps its partitions. Absent: every start is a new member
 * @param partitions of every topic but {@code slipway.config}; the same for all services, and never
 *     changed once the topics exist
 * @param replicationFactor of every topic that is created
 * @param publishTimeout how long the broker may take to confirm, before it counts as away
 * @param stopTimeout how long the workers of a partition that moves away may take to end
 * @param backoffMinimum the first pause after a failure
 * @param backoffMaximum the longest
 * @param routeRest how long the router rests after it has asked for events: those that come
 *     meanwhile are taken together, with a fraction of the work. For a service that nobody waits
 *     for
 * @param workRetention of {@code slipway.<service>.work}
 * @param deadLetterRetention of {@code slipway.<service>.dead-letters}
 */
@ConfigurationProperties("slipway.messaging")
record MessagingSettings(
    String service,
    @DefaultValue List<String> work,
    @DefaultValue List<String> route,
    @Nullable String instanceId,
    @DefaultValue("12") int partitions,
    @DefaultValue("1") short replicationFactor,
    @DefaultValue("10s") Duration publishTimeout,
    @DefaultValue("10s") Duration stopTimeout,
    @DefaultValue("100ms") Duration backoffMinimum,
    @DefaultValue("60s") Duration backoffMaximum,
    @DefaultValue("0s") Duration routeRest,
    @DefaultValue("7d") Duration workRetention,
    @DefaultValue("90d") Duration deadLetterRetention) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,49}");

  MessagingSettings {
    // The binder passes null for what is absent.
    check(service != null && NAME.matcher(service).matches(), "service", "a name like queue-guard");
    work = List.copyOf(work);
    route = List.copyOf(route);
    check(partitions > 0, "partitions", "at least 1");
    check(replicationFactor > 0, "replication-factor", "at least 1");
    check(isPositive(publishTimeout), "publish-timeout", "more than nothing");
    check(isPositive(stopTimeout), "stop-timeout", "more than nothing");
    check(isPositive(backoffMinimum), "backoff-minimum", "more than nothing");
    check(
        backoffMaximum.compareTo(backoffMinimum) >= 0,
        "backoff-maximum",
        "at least backoff-minimum");
    check(!routeRest.isNegative(), "route-rest", "no less than nothing");
    check(isPositive(workRetention), "work-retention", "more than nothing");
    check(isPositive(deadLetterRetention), "dead-letter-retention", "more than nothing");
    check(
        !work.contains(Topic.CONFIG.topicName()) && !route.contains(Topic.CONFIG.topicName()),
        "work",
        "no " + Topic.CONFIG.topicName() + ": every service reads it");
    check(
        route.isEmpty() || work.contains(workTopic(service)),
        "work",
        "to list " + workTopic(service) + ", where what is routed goes");
  }

  private static void check(boolean holds, String name, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "slipway.messaging." + name + " is not valid: expected " + expected);
    }
  }

  private static boolean isPositive(Duration duration) {
    return duration.isPositive();
  }

  private static String workTopic(String service) {
    return "slipway." + service + ".work";
  }

  String workTopic() {
    return workTopic(service);
  }

  String stateTopic() {
    return "slipway." + service + ".state";
  }

  String deadLetterTopic() {
    return "slipway." + service + ".dead-letters";
  }

  String routerGroup() {
    return service + "-router";
  }

  /** CloudEvents {@code source} of what the service itself says. */
  String source() {
    return "/" + service;
  }
}
