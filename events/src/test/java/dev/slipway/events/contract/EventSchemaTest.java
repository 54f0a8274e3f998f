package dev.slipway.events.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.Event;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.Examples;
import dev.slipway.events.UnreadableEventException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The contract of each event, in its three forms: record, schema, golden file. */
class EventSchemaTest {
  private static final Path SCHEMAS = CheckedIn.RESOURCES.resolve("schemas");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  @ParameterizedTest
  @EnumSource
  void schemaIsTheOneOfTheRecord(EventType type) throws IOException {
    CheckedIn.check(
        SCHEMAS.resolve(EventSchema.fileName(type)), PrettyJson.write(EventSchema.of(type)));
  }

  @ParameterizedTest
  @EnumSource
  void writesTheGoldenFile(EventType type) throws IOException {
    JsonNode written = EventJson.mapper().readTree(EventJson.write(Examples.of(type)));
    writeIfThereIsNone(type, written);

    assertThat(golden(type)).isEqualTo(written);
  }

  @ParameterizedTest
  @EnumSource
  void readsTheGoldenFile(EventType type) throws IOException {
    assertThat(EventJson.read(type, Files.readAllBytes(goldenFile(type))))
        .isEqualTo(Examples.of(type));
  }

  @ParameterizedTest
  @EnumSource
  void goldenFileFollowsTheSchema(EventType type) throws IOException {
    assertThat(schema(type).problems(golden(type).toString())).isEmpty();
  }

  /** The schema itself is open, for later versions: closed, it shows a field that it forgot. */
  @ParameterizedTest
  @EnumSource
  void schemaKnowsEveryFieldThatIsWritten(EventType type) throws IOException {
    ObjectNode closed = EventSchema.of(type);
    close(closed);

    assertThat(new Schemas(closed).problems(golden(type).toString())).isEmpty();
  }

  /** So that a golden file cannot pass by leaving out what is hard. */
  @ParameterizedTest
  @EnumSource
  void goldenFileHoldsEveryField(EventType type) throws IOException {
    JsonNode properties = EventSchema.of(type).get("properties");

    assertThat(golden(type).propertyNames()).containsExactlyElementsOf(properties.propertyNames());
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnEventThatLacksARequiredField(EventType type) throws IOException {
    for (JsonNode required : EventSchema.of(type).get("required")) {
      ObjectNode without = golden(type).deepCopy();
      without.remove(required.stringValue());

      assertThat(schema(type).problems(without.toString())).isNotEmpty();
      assertUnreadable(type, without, required.stringValue());
      without.putNull(required.stringValue());
      assertThat(schema(type).problems(without.toString())).isNotEmpty();
      assertUnreadable(type, without, required.stringValue());
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsAnEventThatLacksTheOptionalFields(EventType type) throws IOException {
    ObjectNode reduced = golden(type);
    List<String> required =
        EventSchema.of(type).get("required").valueStream().map(JsonNode::stringValue).toList();
    reduced.retain(required);
    if (type == EventType.REVISION_CLEARED) {
      reduced.put("clearance", "FINAL");
    }

    assertThat(schema(type).problems(reduced.toString())).isEmpty();
    Event event = EventJson.read(type, bytes(reduced));
    assertThat(EventJson.mapper().readTree(EventJson.write(event))).isEqualTo(reduced);
  }

  @ParameterizedTest
  @EnumSource
  void ignoresWhatALaterVersionAdds(EventType type) throws IOException {
    ObjectNode more = addedEverywhere(golden(type));

    assertThat(schema(type).problems(more.toString())).isEmpty();
    assertThat(EventJson.read(type, bytes(more))).isEqualTo(Examples.of(type));
  }

  @Test
  void holdsNoSchemaAndNoGoldenFileOfAnythingElse() throws IOException {
    List<String> expected =
        Arrays.stream(EventType.values()).map(EventSchema::fileName).sorted().toList();

    assertThat(names(SCHEMAS)).containsExactlyElementsOf(expected);
    assertThat(names(GOLDEN)).containsExactlyElementsOf(expected);
  }

  @Test
  void describesEveryEvent() {
    for (EventType type : EventType.values()) {
      assertThat(EventSchema.of(type).path("description").asString(""))
          .as(type.name())
          .isNotEmpty();
    }
  }

  private static void assertUnreadable(EventType type, JsonNode json, String field) {
    assertThatThrownBy(() -> EventJson.read(type, bytes(json)))
        .as("%s without %s", type, field)
        .isInstanceOf(UnreadableEventException.class);
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(EventSchemaTest::close);
  }

  /** The labels of an image are free: there, another entry is a label and no unknown field. */
  private static ObjectNode addedEverywhere(ObjectNode node) {
    for (Map.Entry<String, JsonNode> field : List.copyOf(node.properties())) {
      if (field.getValue() instanceof ObjectNode inner && !field.getKey().equals("labels")) {
        addedEverywhere(inner);
      }
      if (field.getValue().isArray()) {
        field
            .getValue()
            .valueStream()
            .filter(ObjectNode.class::isInstance)
            .forEach(item -> addedEverywhere((ObjectNode) item));
      }
    }
    node.putObject("addedLater").put("with", "anything");
    return node;
  }

  private static Schemas schema(EventType type) throws IOException {
    Path file = SCHEMAS.resolve(EventSchema.fileName(type));
    return new Schemas(EventJson.mapper().readTree(Files.readAllBytes(file)));
  }

  private static ObjectNode golden(EventType type) throws IOException {
    return (ObjectNode) EventJson.mapper().readTree(Files.readAllBytes(goldenFile(type)));
  }

  /** A new event gets its file; one that is there is never rewritten. */
  private static void writeIfThereIsNone(EventType type, JsonNode json) throws IOException {
    if (Boolean.getBoolean("slipway.schemas.write") && !Files.exists(goldenFile(type))) {
      Files.writeString(goldenFile(type), PrettyJson.write(json));
    }
  }

  private static Path goldenFile(EventType type) {
    return GOLDEN.resolve(EventSchema.fileName(type));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
