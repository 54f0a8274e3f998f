package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events as JSON, the one way.
 *
 * <p>Reading ignores fields that it does not know and refuses an event that lacks a required one
 * (every component that is not {@code @Nullable}). Absent optional fields are left out.
 */
public final class EventJson {
  private static final int SHOWN_CHARACTERS = 300;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new RequiredComponents())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .changeDefaultNullHandling(
              handling -> JsonSetter.Value.forValueNulls(Nulls.SET, Nulls.FAIL))
          .build();

  private EventJson() {}

  /** The mapper behind this class, for a service's own state: same rules, same value types. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  public static byte[] write(Event event) {
    return MAPPER.writeValueAsBytes(event);
  }

  /**
   * Reads an event of that type.
   *
   * @throws UnreadableEventException where the bytes are no such event; trying again does not help
   */
  public static Event read(EventType type, byte[] json) {
    try {
      return MAPPER.readValue(json, type.record());
    } catch (JacksonException e) {
      throw new UnreadableEventException(
          type.typeName() + " cannot be read: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  private static String firstLine(String message) {
    String line = message.lines().findFirst().orElse("");
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= SHOWN_CHARACTERS
        ? line
        : new String(bytes, 0, SHOWN_CHARACTERS, StandardCharsets.UTF_8) + "...";
  }
}
