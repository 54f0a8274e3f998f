package dev.slipway.endtoend;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code charts/slipway}, rendered by Helm's own library. */
final class Chart {
  static final Path HOME = Path.of("..").toAbsolutePath().normalize().resolve("charts/slipway");
  static final String RELEASE = "slipway";

  private final List<JsonNode> objects;

  private Chart(List<JsonNode> objects) {
    this.objects = objects;
  }

  /** Every object of the release {@code slipway} in that namespace. */
  static Chart render(String namespace, String values) {
    String rendered;
    try {
      Path file = Files.createTempFile("values", ".yaml");
      try {
        Files.writeString(file, values);
        rendered =
            new Helm(HOME)
                .template()
                .withName(RELEASE)
                .withNamespace(namespace)
                // The library takes 1.20 otherwise.
                .withKubeVersion("1.34.0")
                .withValuesFile(file)
                .call();
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<JsonNode> objects = new ArrayList<>();
    for (Object document : new Yaml().loadAll(rendered)) {
      if (document != null) {
        objects.add(JsonMapper.shared().valueToTree(document));
      }
    }
    return new Chart(objects);
  }

  static LintResult lint() {
    return new Helm(HOME).lint().strict().call();
  }

  List<JsonNode> objects() {
    return objects;
  }

  Stream<JsonNode> ofKind(String kind) {
    return objects.stream().filter(object -> object.path("kind").asString().equals(kind));
  }

  /** The object of that kind that belongs to the service. */
  JsonNode of(String kind, ServiceUnderTest service) {
    return ofKind(kind)
        .filter(object -> component(object).equals(service.moduleName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " of " + service));
  }

  static String component(JsonNode object) {
    return object.path("metadata").path("labels").path("app.kubernetes.io/component").asString();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asString();
  }

  /** The settings file that the service is started with. */
  String settings(ServiceUnderTest service) {
    return Objects.requireNonNull(
        of("ConfigMap", service).path("data").path("settings.yaml").asString());
  }
}
