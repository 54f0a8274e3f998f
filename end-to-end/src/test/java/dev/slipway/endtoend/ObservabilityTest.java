package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Dashboard, alert rules and their page, held against the code and against each other. */
class ObservabilityTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern METER = Pattern.compile("\"(slipway\\.[a-z.]+[a-z])(\\.?)\"");
  private static final Pattern METRIC = Pattern.compile("\\bslipway_[a-z_]+");
  private static final Pattern SUFFIX =
      Pattern.compile("_(total|seconds(_bucket|_count|_sum|_max)?)$");

  /** What the last part of {@code slipway.push.} can be: it is put together. */
  private static final Set<String> STAGES = Set.of("slipway_push_applied", "slipway_push_healthy");

  @Test
  void theDashboardShowsOnlyMetricsThatThereAre() throws IOException {
    JsonNode dashboard = dashboard();
    List<String> queries = queries(dashboard);

    assertThat(queries).hasSizeGreaterThan(15).allSatisfy(ObservabilityTest::isBalanced);
    assertThat(metrics(String.join("\n", queries))).isSubsetOf(exposed());
    assertThat(dashboard.path("panels").valueStream().map(panel -> panel.path("id").asInt()))
        .doesNotHaveDuplicates();
  }

  @Test
  void theRulesAskOnlyForMetricsThatThereAreAndLeadToAPage() throws IOException {
    JsonNode rules = yaml("docs/alerts/slipway.yaml").at("/groups/0/rules");

    assertThat(rules).isNotEmpty();
    for (JsonNode rule : rules) {
      String name = rule.path("alert").asString();
      String query = rule.path("expr").asString();
      isBalanced(query);
      assertThat(metrics(query)).as(name).isSubsetOf(exposed());
      assertThat(rule.at("/labels/severity").asString())
          .as(name)
          .isIn("critical", "warning", "info");
      assertThat(rule.at("/annotations/summary").asString()).as(name).isNotBlank();
      String[] page = rule.at("/annotations/runbook_url").asString().split("#", 2);
      assertThat(HOME.resolve(page[0])).as(name).isRegularFile();
      if (page.length > 1) {
        assertThat(Files.readString(HOME.resolve(page[0])).toLowerCase(java.util.Locale.ROOT))
            .contains("### " + page[1] + "\n");
      }
    }
  }

  @Test
  void thePageNamesEveryMetricThatThereIs() throws IOException {
    String page = Files.readString(HOME.resolve("docs/observability.md"));

    assertThat(metrics(page)).isEqualTo(exposed());
  }

  /** What the dashboard and the rules ask of our metrics and of the JVM's. */
  static List<Selector> asked() throws IOException {
    Stream<String> rules =
        yaml("docs/alerts/slipway.yaml")
            .at("/groups/0/rules")
            .valueStream()
            .map(rule -> rule.path("expr").asString());
    return Stream.concat(queries(dashboard()).stream(), rules)
        .flatMap(query -> Selector.in(query).stream())
        .distinct()
        .toList();
  }

  private static JsonNode dashboard() throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(HOME.resolve("docs/dashboards/slipway.json")));
  }

  private static List<String> queries(JsonNode dashboard) {
    return dashboard
        .path("panels")
        .valueStream()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> target.path("expr").asString())
        .toList();
  }

  /** Everything that a source file registers under a name of ours, as Prometheus calls it. */
  static Set<String> exposed() {
    Set<String> names = new TreeSet<>(STAGES);
    for (String module :
        Stream.concat(Stream.of("messaging"), ServiceUnderTest.moduleNames().stream()).toList()) {
      try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> names.addAll(meters(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  private static Set<String> meters(Path file) {
    try {
      String text = Files.readString(file);
      if (!text.contains("io.micrometer")) {
        return Set.of();
      }
      return METER
          .matcher(text)
          .results()
          .filter(found -> found.group(2).isEmpty())
          .map(found -> found.group(1).replace('.', '_'))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without what Prometheus adds for the kind of meter. */
  static Set<String> metrics(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = METRIC.matcher(text);
    while (matcher.find()) {
      names.add(SUFFIX.matcher(matcher.group()).replaceFirst(""));
    }
    return names;
  }

  private static void isBalanced(String query) {
    for (String pair : List.of("()", "{}", "[]")) {
      assertThat(query.chars().filter(c -> c == pair.charAt(0)).count())
          .as(query)
          .isEqualTo(query.chars().filter(c -> c == pair.charAt(1)).count());
    }
  }

  private static JsonNode yaml(String file) throws IOException {
    Object content = new Yaml().load(Files.readString(HOME.resolve(file)));
    return JsonMapper.shared().valueToTree(content);
  }
}
