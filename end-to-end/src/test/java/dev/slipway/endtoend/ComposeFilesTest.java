package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code compose/} says, held against the code and against itself: no engine is needed. */
class ComposeFilesTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path COMPOSE = HOME.resolve("compose");
  private static final List<String> SERVICES = ServiceUnderTest.moduleNames();

  @ParameterizedTest
  @EnumSource
  void aServiceKnowsEverySettingThatItIsGiven(ServiceUnderTest service) throws IOException {
    Path file = COMPOSE.resolve("settings/" + service.moduleName() + ".yaml");

    Object bound = service.bind(Files.readString(file));

    assertThat(bound).isNotNull();
    JsonNode all = yaml(file);
    assertThat(all.path("slipway").propertyNames()).containsExactly(service.section());
    assertThat(all.path("server").path("port").asInt()).isEqualTo(8080);
  }

  @Test
  void everyServiceRunsTheImageThatTheBuildMakes() throws IOException {
    Matcher version =
        Pattern.compile("<version>(.*?)</version>")
            .matcher(Files.readString(HOME.resolve("pom.xml")));
    assertThat(version.find()).isTrue();

    for (String service : SERVICES) {
      assertThat(compose().at("/services/" + service + "/image").asString())
          .isEqualTo("slipway/" + service + ":${SLIPWAY_VERSION:-" + version.group(1) + "}");
    }
  }

  @Test
  void everyContainerHasAFixedVersionAndALimitAndSaysWhenItIsReady() throws IOException {
    for (Entry<String, JsonNode> container : compose().path("services").properties()) {
      String name = container.getKey();
      assertThat(container.getValue().path("image").asString())
          .as(name)
          .matches("[^:]+:[^:].*")
          .doesNotContain("latest");
      assertThat(container.getValue().at("/deploy/resources/limits/memory").asString())
          .as(name)
          .isNotEmpty();
      assertThat(container.getValue().has("healthcheck")).as(name).isNotEqualTo(runsOnce(name));
    }
  }

  @Test
  void aServiceCanHaveCopies() throws IOException {
    for (String service : SERVICES) {
      JsonNode container = compose().at("/services/" + service);
      assertThat(container.has("container_name")).as(service).isFalse();
      assertThat(container.has("ports"))
          .as("%s: a second copy could not have the same port", service)
          .isEqualTo(service.equals("console"));
    }
  }

  @Test
  void everyFileThatIsNamedIsThereOrIsMadeByPrepare() throws IOException {
    String prepare = Files.readString(COMPOSE.resolve("prepare"));
    JsonNode compose = compose();
    for (JsonNode config : compose.path("configs")) {
      assertThat(COMPOSE.resolve(config.path("file").asString())).isRegularFile();
    }
    for (Entry<String, JsonNode> secret : compose.path("secrets").properties()) {
      assertThat(secret.getValue().path("file").asString()).isEqualTo("secrets/" + secret.getKey());
      assertThat(prepare).contains("| make " + secret.getKey() + "\n");
    }
  }

  @Test
  void aServiceIsGivenTheSecretsThatItsSettingsName() throws IOException {
    for (String service : SERVICES) {
      List<String> given =
          compose()
              .at("/services/" + service + "/secrets")
              .valueStream()
              .map(JsonNode::asString)
              .toList();
      String settings = Files.readString(COMPOSE.resolve("settings/" + service + ".yaml"));
      List<String> named =
          Pattern.compile("/run/secrets/([a-z-]+)")
              .matcher(settings)
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(given).as(service).containsAll(named);
    }
  }

  private static boolean runsOnce(String container) {
    return container.endsWith("-setup");
  }

  private static JsonNode compose() throws IOException {
    return yaml(COMPOSE.resolve("compose.yaml"));
  }

  private static JsonNode yaml(Path file) throws IOException {
    Object content = new Yaml().load(Files.readString(file));
    return JsonMapper.shared().valueToTree(content);
  }
}
