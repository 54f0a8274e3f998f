package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.slipway.events.EventType;
import dev.slipway.events.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of who may do what with Kafka, held against what the services do. */
class KafkaAclsTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final KafkaAcls ACLS = KafkaAcls.read();
  private static final String PAGE = "docs/kafka-acls.md";
  private static final String BEGIN = "<!-- Written from charts/slipway/files/kafka-acls.yaml. -->";
  private static final String END = "<!-- Until here. -->";

  /** Made, but to hold values: never published. */
  private static final Map<ServiceUnderTest, Set<Topic>> NEVER_SENT =
      Map.of(
          ServiceUnderTest.CLUSTER_APPLIER, Set.of(Topic.CLEARANCES),
          ServiceUnderTest.MANIFEST_WRITER, Set.of(Topic.REQUESTS),
          ServiceUnderTest.CONSOLE, Set.of(Topic.IMAGES));

  @ParameterizedTest
  @EnumSource
  void eachReadsWhatItsSettingsSay(ServiceUnderTest service) throws IOException {
    JsonNode messaging = yaml(settings(service)).at("/slipway/messaging");
    List<String> work = strings(messaging.path("work"));
    List<String> route = strings(messaging.path("route"));
    Set<String> read = new TreeSet<>(List.of(Topic.CONFIG.topicName()));
    Stream.concat(work.stream(), route.stream())
        .filter(topic -> ACLS.created().contains(topic))
        .forEach(read::add);
    if (service == ServiceUnderTest.CONSOLE) {
      read.addAll(ACLS.created()); // It tells the whole history.
    }
    String name = service.moduleName();

    assertThat(ACLS.read(service)).containsExactlyInAnyOrderElementsOf(read);
    assertThat(ACLS.groups(service))
        .isEqualTo(
            work.isEmpty()
                ? Set.of()
                : route.isEmpty() ? Set.of(name) : Set.of(name, name + "-router"));
    assertThat(ACLS.own(service))
        .isEqualTo(
            work.isEmpty() ? Set.of("dead-letters") : Set.of("work", "state", "dead-letters"));
  }

  @ParameterizedTest
  @EnumSource
  void eachWritesTheTopicsOfTheEventsThatItMakes(ServiceUnderTest service) {
    Map<String, Topic> topics =
        Arrays.stream(EventType.values())
            .collect(Collectors.toMap(type -> type.record().getName(), EventType::topic));
    JavaClasses classes =
        new ClassFileImporter()
            .importPath(HOME.resolve(service.moduleName()).resolve("target/classes"));
    assertThat(classes).isNotEmpty();
    Set<String> written = new TreeSet<>();
    for (JavaClass one : classes) {
      one.getConstructorCallsFromSelf().stream()
          .map(call -> topics.get(call.getTargetOwner().getName()))
          .filter(topic -> topic != null)
          .filter(topic -> !NEVER_SENT.getOrDefault(service, Set.of()).contains(topic))
          .forEach(topic -> written.add(topic.topicName()));
    }

    assertThat(ACLS.written(service)).containsExactlyInAnyOrderElementsOf(written);
  }

  @Test
  void everyPublicTopicIsInTheListAndOnlyTheConsoleSeesEveryGroup() {
    assertThat(ACLS.created())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topic.values()).map(Topic::topicName).toList());
    assertThat(Arrays.stream(ServiceUnderTest.values()).filter(ACLS::describesAll))
        .containsExactly(ServiceUnderTest.CONSOLE);
  }

  @Test
  void onlyTheGuardClears() {
    assertThat(
            Arrays.stream(ServiceUnderTest.values())
                .filter(service -> ACLS.written(service).contains(Topic.CLEARANCES.topicName())))
        .containsExactly(ServiceUnderTest.QUEUE_GUARD);
  }

  /** {@code -Dslipway.docs.write=true} writes it anew. */
  @Test
  void thePageShowsTheList() throws IOException {
    Path page = HOME.resolve(PAGE);
    String text = Files.readString(page);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    String expected = "\n" + tables() + "\n";
    if (Boolean.getBoolean("slipway.docs.write")) {
      Files.writeString(page, text.substring(0, begin) + expected + text.substring(end));
    }

    assertThat(Files.readString(page)).contains(BEGIN + expected + END);
  }

  private static String tables() {
    StringBuilder text = new StringBuilder("| topic |");
    List<ServiceUnderTest> services = List.of(ServiceUnderTest.values());
    services.forEach(service -> text.append(" ").append(service.moduleName()).append(" |"));
    text.append("\n|---|").append("---|".repeat(services.size())).append('\n');
    for (String topic : ACLS.created()) {
      text.append("| `").append(topic).append("` |");
      for (ServiceUnderTest service : services) {
        Set<String> may = new LinkedHashSet<>();
        if (ACLS.read(service).contains(topic)) {
          may.add("Read");
        }
        if (ACLS.written(service).contains(topic)) {
          may.add("**Write**");
        }
        text.append(" ").append(String.join(", ", may)).append(" |");
      }
      text.append('\n');
    }
    text.append(
        "\n| service | its own topics: Create, Read, Write | its groups: Read |\n|---|---|---|\n");
    for (ServiceUnderTest service : services) {
      String own =
          ACLS.own(service).stream()
              .map(name -> "`slipway." + service.moduleName() + "." + name + "`")
              .collect(Collectors.joining(", "));
      String groups =
          ACLS.groups(service).stream()
              .map(name -> "`" + name + "`")
              .collect(Collectors.joining(", "));
      text.append("| ").append(service.moduleName()).append(" | ").append(own);
      text.append(" | ").append(groups.isEmpty() ? "none" : groups).append(" |\n");
    }
    return text.toString();
  }

  private static Path settings(ServiceUnderTest service) {
    return HOME.resolve(service.moduleName()).resolve("src/main/resources/application.yaml");
  }

  private static List<String> strings(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  private static JsonNode yaml(Path file) throws IOException {
    Object content = new Yaml().load(Files.readString(file));
    return JsonMapper.shared().valueToTree(content);
  }
}
