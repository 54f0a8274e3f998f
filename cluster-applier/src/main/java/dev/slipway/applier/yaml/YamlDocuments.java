package dev.slipway.applier.yaml;

import dev.slipway.applier.RefusedException;
import dev.slipway.events.value.RolloutFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.Schema;

/** The documents of a YAML file as JSON's types: keys are strings. */
public final class YamlDocuments {
  private static final int MOST_CHARACTERS = 16 << 20;

  private YamlDocuments() {}

  /**
   * Reads every document that is not empty.
   *
   * @throws RefusedException {@code UNREADABLE_MANIFEST} with the file and the line; never with
   *     what the line says, which may be secret
   */
  public static List<Object> read(String file, byte[] bytes) {
    return read(file, bytes, new KubectlSchema());
  }

  /**
   * As {@link #read(String, byte[])}, by another schema's rules for plain scalars.
   *
   * @param schema whose values are JSON's types, or anything whose {@code toString} counts
   */
  public static List<Object> read(String file, byte[] bytes, Schema schema) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setSchema(schema)
            .setAllowDuplicateKeys(false)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    List<Object> documents = new ArrayList<>();
    try {
      for (Object document : new Load(settings).loadAllFromString(text(file, bytes))) {
        if (document != null) {
          documents.add(json(document));
        }
      }
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
      throw unreadable(file + line, e.getProblem(), e);
    } catch (YamlEngineException | ArithmeticException e) {
      throw unreadable(file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
    return documents;
  }

  private static String text(String file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw unreadable(file, "it is not UTF-8", e);
    }
  }

  private static RefusedException unreadable(
      String where, @Nullable String problem, Exception cause) {
    return new RefusedException(
        RolloutFailure.UNREADABLE_MANIFEST, where + " is not YAML: " + problem, cause);
  }

  private static Object json(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        // A thousand files have the same few names in them.
        map.forEach((key, field) -> copy.put(String.valueOf(key).intern(), orNull(field)));
        yield copy;
      }
      case Iterable<?> list -> {
        List<Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(orNull(element)));
        yield copy;
      }
      case String text -> text;
      case Boolean truth -> truth;
      case Number number -> number;
      case byte[] binary -> Base64.getEncoder().encodeToString(binary);
      default -> value.toString();
    };
  }

  @SuppressWarnings("NullAway") // JSON's null is a value here.
  private static Object orNull(@Nullable Object value) {
    return value == null ? null : json(value);
  }
}
