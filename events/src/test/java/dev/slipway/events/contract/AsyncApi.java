package dev.slipway.events.contract;

import dev.slipway.events.Event;
import dev.slipway.events.EventType;
import dev.slipway.events.Topic;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The AsyncAPI 3 document: every public topic, and what travels on it in which headers. */
final class AsyncApi {
  private static final String HEADER =
      """
      # Generated from the records: mvn -pl events test -Dslipway.schemas.write=true
      """;
  private static final String BINDING = "0.5.0";
  private static final String FORMAT = "application/schema+json;version=draft-2020-12";
  private static final String ABOUT =
      """
      What Slipway's services tell each other, and everybody else who reads along. CloudEvents 1.0 over
      Kafka in binary mode: the headers `ce_...` carry the context, the value is the event's JSON.

      For readers:
      - Delivery is at least once. An event that is sent again has the same `ce_id`: whoever acts on
        events remembers the ids, or recognises what is done already.
      - Events with one key are in order; events with different keys are not.
      - Ignore fields that you do not know, and skip types that you do not know: later versions add them. A
        change that would break readers is a new type, `...v2`.
      - `ce_correlationid` is the push or request that started it all; `ce_causationid` is the event
        right before.

      The topics `slipway.<service>.work`, `.state` and `.dead-letters` are internal and may change.
      """;

  private AsyncApi() {}

  static String write() {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(110)
            .setSplitLines(false)
            .build();
    return HEADER + new Dump(settings).dumpToString(document());
  }

  private static Map<String, Object> document() {
    return map(
        "asyncapi", "3.0.0",
        "info",
            map(
                "title",
                "Slipway",
                "version",
                "1.0.0",
                "description",
                ABOUT,
                "license",
                map("name", "Apache-2.0")),
        "defaultContentType", "application/json",
        "channels", byTopic(AsyncApi::channel),
        "operations", byTopic(AsyncApi::operation),
        "components",
            map("messages", messages(), "messageTraits", map("cloudEvent", cloudEvent())));
  }

  private static Map<String, Object> byTopic(
      java.util.function.Function<Topic, Map<String, Object>> part) {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Topic topic : Topic.values()) {
      parts.put(channelName(topic), part.apply(topic));
    }
    return parts;
  }

  private static Map<String, Object> channel(Topic topic) {
    Map<String, Object> messages = new LinkedHashMap<>();
    typesOf(topic)
        .forEach(type -> messages.put(name(type), reference("components/messages/" + name(type))));
    return map(
        "address", topic.topicName(),
        "description", about(topic),
        "messages", messages,
        "bindings", map("kafka", kafkaTopic(topic)));
  }

  private static Map<String, Object> kafkaTopic(Topic topic) {
    Map<String, Object> settings =
        topic
            .retention()
            .map(kept -> map("cleanup.policy", List.of("delete"), "retention.ms", kept.toMillis()))
            .orElseGet(() -> map("cleanup.policy", List.of("compact")));
    return map(
        "topic", topic.topicName(), "topicConfiguration", settings, "bindingVersion", BINDING);
  }

  private static Map<String, Object> operation(Topic topic) {
    return map(
        "action",
        "send",
        "channel",
        reference("channels/" + channelName(topic)),
        "summary",
        "Sent by " + sender(topic) + ".");
  }

  private static Map<String, Object> messages() {
    Map<String, Object> messages = new LinkedHashMap<>();
    for (EventType type : EventType.values()) {
      messages.put(name(type), message(type));
    }
    return messages;
  }

  private static Map<String, Object> message(EventType type) {
    Class<? extends Event> record = type.record();
    Map<String, Object> headers =
        map(
            "type", "object",
            "required", List.of("ce_type"),
            "properties", map("ce_type", map("type", "string", "const", type.typeName())));
    Map<String, Object> key = map("type", "string", "description", keyOf(type.topic()));
    return map(
        "name", type.typeName(),
        "title", record.getSimpleName(),
        "summary", summary(record).orElseThrow(),
        "contentType", "application/json",
        "traits", List.of(reference("components/messageTraits/cloudEvent")),
        "headers", headers,
        "payload",
            map(
                "schemaFormat",
                FORMAT,
                "schema",
                map("$ref", "./schemas/" + EventSchema.fileName(type))),
        "bindings", map("kafka", map("key", key, "bindingVersion", BINDING)));
  }

  private static Map<String, Object> cloudEvent() {
    Map<String, Object> properties =
        map(
            "content-type", map("type", "string", "const", "application/json"),
            "ce_specversion", map("type", "string", "const", "1.0"),
            "ce_id",
                text("The event's identity, derived from its cause: sent again, it is the same."),
            "ce_source", text("The service that says so: `/registry-watcher`."),
            "ce_type", text("The type, with its version."),
            "ce_subject", text("The record's key."),
            "ce_time", map("type", "string", "format", "date-time"),
            "ce_correlationid", text("The id of the push or request that started it all."),
            "ce_causationid", text("The id of the event right before; absent at a beginning."),
            "ce_traceparent", text("W3C trace context, where there is one."));
    List<String> required =
        List.of(
            "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_correlationid");
    return map("headers", map("type", "object", "required", required, "properties", properties));
  }

  /** The first sentence of what the record's Javadoc says. */
  private static Optional<String> summary(Class<?> record) {
    return JavadocText.ofType(record).map(text -> text.split("(?<=[.:?]) ", 2)[0]);
  }

  private static String about(Topic topic) {
    String first =
        switch (topic) {
          case CONFIG ->
              "What the tracked Git repositories ask for, resolved. The last record of a key holds;"
                  + " one without a value ends it.";
          case IMAGES -> "What registries hold.";
          case LOOKUPS -> "Questions about what registries hold.";
          case REQUESTS -> "What people ask for, each with its actor.";
          case REVISIONS -> "What each environment should run.";
          case CLEARANCES -> "Whether an environment may change now.";
          case ROLLOUTS -> "What clusters run.";
        };
    String kept =
        topic.retention().map(time -> "Kept for " + time.toDays() + " days.").orElse("Compacted.");
    return first + " Keyed by " + keyOf(topic) + ". " + kept;
  }

  private static String keyOf(Topic topic) {
    return switch (topic) {
      case CONFIG ->
          "kind and name: `Environment/<name>`, `WatchedImage/<Git repository>/<name>`,"
              + " `Subscription/<Git repository>/<number>`, `ConfigurationRejected/<Git"
              + " repository>`";
      case IMAGES, LOOKUPS -> "the image repository: `ghcr.io/acme/web`";
      case REQUESTS, REVISIONS, CLEARANCES, ROLLOUTS -> "the environment's name";
    };
  }

  private static String sender(Topic topic) {
    return switch (topic) {
      case CONFIG, LOOKUPS, REVISIONS -> "the manifest-writer";
      case IMAGES -> "the registry-watcher";
      case REQUESTS -> "the console, for people";
      case CLEARANCES -> "the queue-guard";
      case ROLLOUTS -> "the cluster-applier";
    };
  }

  private static List<EventType> typesOf(Topic topic) {
    return Arrays.stream(EventType.values()).filter(type -> type.topic() == topic).toList();
  }

  private static String channelName(Topic topic) {
    return topic.topicName().substring(topic.topicName().indexOf('.') + 1);
  }

  private static String name(EventType type) {
    return type.record().getSimpleName();
  }

  private static Map<String, Object> reference(String place) {
    return map("$ref", "#/" + place);
  }

  private static Map<String, Object> text(String description) {
    return map("type", "string", "description", description);
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
