package dev.slipway.events.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema (2020-12) of one event, from its record.
 *
 * <p>It says what a reader of this version refuses and nothing more: fields that are not listed are
 * allowed, because a later version may send them.
 */
final class EventSchema {
  static final String BASE = "https://slipway.dev/schemas/events/";
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  private final Map<String, ObjectNode> definitions = new TreeMap<>();

  private EventSchema() {}

  static ObjectNode of(EventType type) {
    var schema = new EventSchema();
    ObjectNode root = object();
    root.put("$schema", DRAFT);
    root.put("$id", BASE + fileName(type));
    root.put("title", type.record().getSimpleName());
    schema.describeRecord(root, type.record());
    if (!schema.definitions.isEmpty()) {
      ObjectNode all = root.putObject("$defs");
      schema.definitions.forEach(all::set);
    }
    return root;
  }

  static String fileName(EventType type) {
    return type.typeName() + ".json";
  }

  private void describeRecord(ObjectNode node, Class<?> type) {
    JavadocText.ofType(type).ifPresent(text -> node.put("description", text));
    node.put("type", "object");
    ObjectNode properties = node.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      ObjectNode property = schemaOf(component.getGenericType());
      JavadocText.ofComponent(type, component.getName())
          .ifPresent(text -> property.put("description", text));
      properties.set(component.getName(), property);
    }
    ArrayNode required = object().arrayNode();
    Arrays.stream(type.getRecordComponents())
        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
        .forEach(component -> required.add(component.getName()));
    node.set("required", required);
  }

  private ObjectNode schemaOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      return schemaOfGeneric(generic);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return object().put("type", "string");
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return object().put("type", "boolean");
    }
    if (List.of(int.class, long.class, Integer.class, Long.class).contains(plain)) {
      return object().put("type", "integer");
    }
    if (plain == Instant.class) {
      return object().put("type", "string").put("format", "date-time");
    }
    String name = nameOf(plain);
    if (!definitions.containsKey(name)) {
      ObjectNode definition = object();
      definitions.put(name, definition);
      define(definition, plain);
    }
    return object().put("$ref", "#/$defs/" + name);
  }

  private ObjectNode schemaOfGeneric(ParameterizedType generic) {
    Type[] parts = generic.getActualTypeArguments();
    if (generic.getRawType() == List.class) {
      ObjectNode node = object().put("type", "array");
      node.set("items", schemaOf(parts[0]));
      return node;
    }
    if (generic.getRawType() == Set.class) {
      ObjectNode node = object().put("type", "array").put("uniqueItems", true);
      node.set("items", schemaOf(parts[0]));
      return node;
    }
    if (generic.getRawType() == Map.class && parts[0] == String.class) {
      ObjectNode node = object().put("type", "object");
      node.set("additionalProperties", schemaOf(parts[1]));
      return node;
    }
    throw new IllegalStateException("no schema for " + generic);
  }

  private void define(ObjectNode node, Class<?> type) {
    if (type == Duration.class) {
      node.put("description", "ISO 8601, in hours, minutes and seconds: `PT1M0.5S`.");
      node.put("type", "string").put("pattern", "^-?P(?=.)(?:-?\\d+D)?(?:T[-0-9.HMS]+)?$");
    } else if (type.isEnum()) {
      defineEnum(node, type);
    } else if (type.isAnnotationPresent(JsonTypeInfo.class)) {
      defineChoice(node, type);
    } else if (isText(type)) {
      JavadocText.ofType(type).ifPresent(text -> node.put("description", text));
      node.put("type", "string");
      grammarOf(type).forEach(pattern -> node.put("pattern", "^(?:" + pattern + ")$"));
    } else {
      describeRecord(node, type);
    }
  }

  private static void defineEnum(ObjectNode node, Class<?> type) {
    String constants =
        Arrays.stream(type.getEnumConstants())
            .map(Object::toString)
            .flatMap(
                constant ->
                    JavadocText.ofConstant(type, constant)
                        .map(text -> "\n" + constant + ": " + text)
                        .stream())
            .collect(Collectors.joining());
    JavadocText.ofType(type).ifPresent(text -> node.put("description", text + constants));
    node.put("type", "string");
    ArrayNode values = node.putArray("enum");
    Arrays.stream(type.getEnumConstants()).forEach(constant -> values.add(constant.toString()));
  }

  private void defineChoice(ObjectNode node, Class<?> type) {
    String property = type.getAnnotation(JsonTypeInfo.class).property();
    JavadocText.ofType(type).ifPresent(text -> node.put("description", text));
    ArrayNode choices = node.putArray("oneOf");
    for (JsonSubTypes.Type choice : type.getAnnotation(JsonSubTypes.class).value()) {
      ObjectNode alternative = object();
      describeRecord(alternative, choice.value());
      ((ObjectNode) alternative.get("properties")).putObject(property).put("const", choice.name());
      ((ArrayNode) alternative.get("required")).add(property);
      choices.add(alternative);
    }
  }

  /** Whether the type travels as one text. */
  private static boolean isText(Class<?> type) {
    Stream<AnnotatedElement> members =
        Stream.concat(
            Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredFields()));
    return members.anyMatch(member -> member.isAnnotationPresent(JsonValue.class));
  }

  /** The pattern that the type checks itself by, where it has one for its whole text. */
  private static Stream<String> grammarOf(Class<?> type) {
    try {
      Field grammar = type.getDeclaredField("GRAMMAR");
      grammar.setAccessible(true);
      return Stream.of(((Pattern) grammar.get(null)).pattern());
    } catch (NoSuchFieldException none) {
      return Stream.empty();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("could not read the grammar of " + type, e);
    }
  }

  private static String nameOf(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return (outer == null ? "" : outer.getSimpleName()) + type.getSimpleName();
  }

  private static ObjectNode object() {
    return EventJson.mapper().createObjectNode();
  }
}
