package dev.slipway.writer;

import dev.slipway.events.value.EnvironmentName;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Versions that stay until {@code unpin}, by environment and image. They live in Git, where people
 * see them; the file is the robot's own.
 */
public record Pins(Map<String, Map<String, String>> byEnvironment) {
  public static final String PATH = ".slipway/pins.yaml";
  private static final String HEAD =
      "# Written by Slipway. These versions stay until `slipway unpin ENVIRONMENT IMAGE`.\n";

  public static Pins read(Snapshot snapshot) {
    return snapshot.file(PATH).map(snapshot::read).map(Pins::parse).orElse(new Pins(Map.of()));
  }

  /** What the file says; what cannot be read pins nothing. */
  public static Pins parse(byte[] content) {
    Map<String, Map<String, String>> pins = new TreeMap<>();
    try {
      Object root =
          new Load(LoadSettings.builder().build())
              .loadFromString(new String(content, StandardCharsets.UTF_8));
      if (root instanceof Map<?, ?> environments) {
        environments.forEach(
            (environment, images) -> {
              if (images instanceof Map<?, ?> versions) {
                versions.forEach(
                    (image, version) ->
                        pins.computeIfAbsent(environment.toString(), _ -> new TreeMap<>())
                            .put(image.toString(), String.valueOf(version)));
              }
            });
      }
    } catch (YamlEngineException damaged) {
      return new Pins(Map.of());
    }
    return new Pins(pins);
  }

  public Optional<String> version(EnvironmentName environment, String image) {
    return Optional.ofNullable(
        byEnvironment.getOrDefault(environment.toString(), Map.of()).get(image));
  }

  public Pins with(EnvironmentName environment, String image, String version) {
    Map<String, Map<String, String>> more = copy();
    more.computeIfAbsent(environment.toString(), _ -> new TreeMap<>()).put(image, version);
    return new Pins(more);
  }

  public Pins without(EnvironmentName environment, String image) {
    Map<String, Map<String, String>> fewer = copy();
    Map<String, String> images = fewer.get(environment.toString());
    if (images != null) {
      images.remove(image);
      if (images.isEmpty()) {
        fewer.remove(environment.toString());
      }
    }
    return new Pins(fewer);
  }

  public byte[] write() {
    StringBuilder text = new StringBuilder(HEAD);
    byEnvironment.forEach(
        (environment, images) -> {
          text.append(quoted(environment)).append(":\n");
          images.forEach(
              (image, version) ->
                  text.append("  ")
                      .append(quoted(image))
                      .append(": ")
                      .append(quoted(version))
                      .append('\n'));
        });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  private Map<String, Map<String, String>> copy() {
    Map<String, Map<String, String>> copy = new TreeMap<>();
    byEnvironment.forEach((environment, images) -> copy.put(environment, new TreeMap<>(images)));
    return copy;
  }
}
