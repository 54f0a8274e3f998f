package dev.slipway.messaging.kafka;

import dev.slipway.events.EventJson;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.data.BytesCloudEventData;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.format.EventSerializationException;
import io.cloudevents.rw.CloudEventDataMapper;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * CloudEvents 1.0, JSON event format, for reading alone: others may send in structured mode. The
 * library's own comes with a second Jackson.
 */
public final class StructuredJson implements EventFormat {
  @Override
  public CloudEvent deserialize(
      byte[] bytes, CloudEventDataMapper<? extends CloudEventData> dataMapper) {
    try {
      JsonNode event = EventJson.mapper().readTree(bytes);
      CloudEventBuilder builder = CloudEventBuilder.v1();
      for (Map.Entry<String, JsonNode> attribute : event.properties()) {
        put(builder, attribute.getKey(), attribute.getValue(), dataMapper);
      }
      return builder.build();
    } catch (JacksonException | IllegalArgumentException e) {
      throw new EventDeserializationException(e);
    }
  }

  private static void put(
      CloudEventBuilder builder,
      String name,
      JsonNode value,
      CloudEventDataMapper<? extends CloudEventData> dataMapper) {
    switch (name) {
      case "specversion" -> {
        if (!value.asString().equals("1.0")) {
          throw new IllegalArgumentException("CloudEvents " + value.asString() + " is not read");
        }
      }
      case "data" -> putData(builder, EventJson.mapper().writeValueAsBytes(value), dataMapper);
      case "data_base64" -> putData(builder, value.binaryValue(), dataMapper);
      default -> {
        if (!value.isNull()) {
          builder.withContextAttribute(name, value.asString());
        }
      }
    }
  }

  private static void putData(
      CloudEventBuilder builder,
      byte[] bytes,
      CloudEventDataMapper<? extends CloudEventData> dataMapper) {
    builder.withData(dataMapper.map(BytesCloudEventData.wrap(bytes)));
  }

  @Override
  public byte[] serialize(CloudEvent event) {
    throw new EventSerializationException(
        new UnsupportedOperationException("Slipway sends in binary mode"));
  }

  @Override
  public String serializedContentType() {
    return "application/cloudevents+json";
  }
}
