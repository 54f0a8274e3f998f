package dev.slipway.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;

class AsyncApiTest {
  private static final Path FILE = CheckedIn.RESOURCES.resolve("asyncapi.yaml");

  @Test
  void documentIsTheOneOfTheCode() throws IOException {
    CheckedIn.check(FILE, AsyncApi.write());
  }

  @Test
  void namesEveryTopicAndNoOther() throws IOException {
    Set<String> addresses =
        document()
            .get("channels")
            .valueStream()
            .map(channel -> channel.get("address").stringValue())
            .collect(Collectors.toSet());

    assertThat(addresses)
        .isEqualTo(Arrays.stream(Topic.values()).map(Topic::topicName).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @EnumSource
  void saysHowLongATopicIsKept(Topic topic) throws IOException {
    JsonNode settings = channel(topic).at("/bindings/kafka/topicConfiguration");

    assertThat(settings.has("retention.ms")).isEqualTo(topic.retention().isPresent());
    topic
        .retention()
        .ifPresent(
            kept ->
                assertThat(settings.get("retention.ms").longValue()).isEqualTo(kept.toMillis()));
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfEveryEventOnItsOwnTopicOnly(EventType type) throws IOException {
    String reference = "#/components/messages/" + type.record().getSimpleName();

    for (Topic topic : Topic.values()) {
      List<String> messages =
          channel(topic)
              .get("messages")
              .valueStream()
              .map(message -> message.get("$ref").stringValue())
              .toList();
      assertThat(messages.contains(reference))
          .as(topic.topicName())
          .isEqualTo(topic == type.topic());
    }
    JsonNode message = document().at(reference.substring(1));
    assertThat(message.get("name").stringValue()).isEqualTo(type.typeName());
    assertThat(message.at("/headers/properties/ce_type/const").stringValue())
        .isEqualTo(type.typeName());
  }

  @Test
  void tellsOfNoOtherEvent() throws IOException {
    assertThat(document().at("/components/messages").size()).isEqualTo(EventType.values().length);
  }

  @Test
  void leadsNowhereThatIsNotThere() throws IOException {
    JsonNode document = document();
    Set<String> references = new HashSet<>();
    collect(document, references);

    assertThat(references).isNotEmpty();
    for (String reference : references) {
      if (reference.startsWith("#")) {
        assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
      } else {
        assertThat(CheckedIn.RESOURCES.resolve(reference).normalize()).exists();
      }
    }
  }

  private static void collect(JsonNode node, Set<String> references) {
    if (node.path("$ref").isString()) {
      references.add(node.get("$ref").stringValue());
    }
    node.forEach(child -> collect(child, references));
  }

  private static JsonNode channel(Topic topic) throws IOException {
    return document()
        .get("channels")
        .valueStream()
        .filter(channel -> channel.get("address").stringValue().equals(topic.topicName()))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode document() throws IOException {
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(FILE));
    return EventJson.mapper().valueToTree(yaml);
  }
}
