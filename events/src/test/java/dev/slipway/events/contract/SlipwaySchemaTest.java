package dev.slipway.events.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema by which editors complete {@code slipway.yaml}, and the examples that follow it. */
class SlipwaySchemaTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples");
  private static final String NOT_YET = "x-not-honoured-yet";
  private static final String GOOD =
      """
      version: 1
      images:
        web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0', fromBranch: main}}
      environments:
        dev: {cluster: dev, path: apps/dev, follow: [web], create: true}
        staging: {cluster: main, branch: staging, follow: {web: {release: true}}}
        production:
          cluster: main
          path: apps/production
          promote: {from: staging, automatically: false, approvals: 1}
          guard: {queues: [{name: jobs, regions: [us-west-2]}], emptyFor: 1m30s}
          onFailure: rollback
          pullRequest: application
          apply: {force: true, prune: {atMost: 30%, namespaces: true, claims: true}}
      applications:
        shop: {images: [web], together: 10m}
      commits: {subject: 'chore: {change}', body: '{files}'}
      targets:
        - {image: web, file: apps/dev/values.yaml, path: image.tag, part: tag}
      subscriptions:
        - {receiver: slack, channel: '#x', environments: [dev], events: [rollout-succeeded]}
      """;

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @Test
  void takesEverySettingThatIsHonoured() throws IOException {
    assertThat(problems(GOOD)).isEmpty();
    assertThat(new Schemas(honoured()).problems(json(GOOD))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void takesTheExamplesWhichUseNothingThatIsNotHonoured(Path example) throws IOException {
    assertThat(problems(Files.readString(example))).isEmpty();
    assertThat(new Schemas(honoured()).problems(json(Files.readString(example)))).isEmpty();
  }

  @Test
  void referenceIsTheOneOfTheSchema() throws IOException {
    CheckedIn.check(Path.of("..", "docs", "slipway-yaml.md"), SettingsReference.write(schema()));
  }

  @Test
  void hasAnExampleForEachKindOfTeam() throws IOException {
    String index = Files.readString(EXAMPLES.resolve("README.md"));

    assertThat(examples()).hasSize(6);
    assertThat(examples()).allSatisfy(e -> assertThat(index).contains("](" + e.getFileName()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{version: 2}",
        "{version: 1, colour: red}",
        "{version: 1, commits: {title: x}}",
        "{version: 1, images: {web: {repository: a/b}}}",
        "{version: 1, images: {web: {repository: a/b, policy: {}}}}",
        "{version: 1, images: {web: {repository: a/b, policy: {semver: '*', release: true}}}}",
        "{version: 1, images: {web: {repository: a/b, policy: {lucky: true}}}}",
        "{version: 1, images: {web: {repository: a/b, policy: {timestamp: {format: yyyy}}}}}",
        "{version: 1, images: {web: {repository: a/b, policy: {digest: 'not a tag'}}}}",
        "{version: 1, environments: {dev: {path: a}}}",
        "{version: 1, environments: {dev: {cluster: a}}}",
        "{version: 1, environments: {dev: {cluster: a, path: ../secrets}}}",
        "{version: 1, environments: {dev: {cluster: a, path: /etc}}}",
        "{version: 1, environments: {'/': {cluster: a, path: b}}}",
        "{version: 1, environments: {dev: {cluster: a, path: b, create: 'yes'}}}",
        "{version: 1, environments: {dev: {cluster: a, path: b, guard: {queues: []}}}}",
        "{version: 1, environments: {dev: {cluster: a, path: b, promote: {approvals: 1}}}}",
        "{version: 1, environments: {dev: {cluster: a, path: b, follow: {x: {a: b}}}}}",
        "{version: 1, environments: {dev: {cluster: a, path: b, onFailure: panic}}}",
        "{version: 1, environments: {dev: {cluster: a, path: b, freeze: []}}}",
        "{version: 1, environments: {dev: {cluster: a, path: b, freeze: [{cron: '0 1 * * *'}]}}}",
        "{version: 1, targets: [{image: web, file: a, path: b, part: half}]}",
        "{version: 1, subscriptions: [{receiver: slack, events: []}]}",
        "{version: 1, subscriptions: [{receiver: slack, events: [rollout-exploded]}]}",
        "{version: 1, subscriptions: [{events: [rollout-failed]}]}",
      })
  void refusesWhatTheWriterRefuses(String yaml) throws IOException {
    assertThat(problems(yaml)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"60", "1 m", "m", "1d", "", "1s1m"})
  void refusesWhatIsNoDuration(String duration) throws IOException {
    assertThat(problems(GOOD.replace("1m30s", "'" + duration + "'"))).isNotEmpty();
  }

  @Test
  void marksWhatIsDescribedAndNotHonouredYet() throws IOException {
    assertThat(marked("", schema())).containsExactly("/$defs/environment/properties/formerly");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{version: 1, environments: {a: {cluster: a, path: b, formerly: c}}}",
      })
  void describesWhatLaterVersionsHonour(String yaml) throws IOException {
    assertThat(problems(yaml)).isEmpty();
    assertThat(new Schemas(honoured()).problems(json(yaml))).isNotEmpty();
  }

  @Test
  void knowsEveryEventByItsName() throws IOException {
    List<String> names =
        schema().at("/$defs/event/enum").valueStream().map(JsonNode::stringValue).toList();

    assertThat(names)
        .containsExactlyElementsOf(
            Stream.concat(
                    Arrays.stream(EventType.values()).map(EventType::kebabName),
                    Stream.of(Subscription.FOREIGN_COMMIT))
                .toList());
  }

  /** The schema with everything taken out that a writer of this version rejects. */
  private static JsonNode honoured() throws IOException {
    JsonNode schema = schema();
    forbid(schema);
    return schema;
  }

  private static void forbid(JsonNode node) {
    if (node instanceof ObjectNode object && object.has(NOT_YET)) {
      object.removeAll();
      object.putObject("not");
    }
    node.forEach(SlipwaySchemaTest::forbid);
  }

  private static Set<String> marked(String path, JsonNode node) {
    Set<String> found = new TreeSet<>();
    if (node.has(NOT_YET)) {
      found.add(path);
    }
    for (String name : List.copyOf(node.propertyNames())) {
      found.addAll(marked(path + "/" + name, node.get(name)));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      found.addAll(marked(path + "/" + i, node.get(i)));
    }
    return found;
  }

  private static List<String> problems(String yaml) throws IOException {
    return new Schemas(schema()).problems(json(yaml));
  }

  private static String json(String yaml) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return EventJson.mapper().writeValueAsString(value);
  }

  private static JsonNode schema() throws IOException {
    return EventJson.mapper()
        .readTree(Files.readAllBytes(CheckedIn.RESOURCES.resolve("slipway.schema.json")));
  }
}
