package dev.slipway.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.ConsoleException;
import dev.slipway.console.EnvironmentStatus;
import dev.slipway.console.ImageStatus;
import dev.slipway.console.PlaceAway;
import dev.slipway.console.PlaceReport;
import dev.slipway.console.Progress;
import dev.slipway.console.RefusedConfiguration;
import dev.slipway.console.RequestState;
import dev.slipway.console.RunningConsole;
import dev.slipway.console.Step;
import dev.slipway.console.Story;
import dev.slipway.console.ToldEvent;
import dev.slipway.messaging.ServiceGroups;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The document says what the code does. */
class OpenApiTest {
  private final Map<String, Object> document = read();

  @Test
  void everyCallIsDocumentedAndEveryDocumentedCallExists(@TempDir Path folder) throws Exception {
    Set<String> documented = new TreeSet<>();
    map(document, "paths")
        .forEach(
            (path, operations) ->
                ((Map<?, ?>) operations)
                    .keySet().stream()
                        .map(Object::toString)
                        .filter(method -> !method.equals("parameters"))
                        .forEach(
                            method ->
                                documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    try (RunningConsole console = RunningConsole.start(folder)) {
      Set<String> coded =
          console
              .bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
              .getHandlerMethods()
              .keySet()
              .stream()
              .flatMap(OpenApiTest::calls)
              .filter(call -> call.contains("/api/"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(documented).isEqualTo(coded).hasSizeGreaterThan(10);
    }
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of("EnvironmentStatus", EnvironmentStatus.class),
        Arguments.of("ImageStatus", ImageStatus.class),
        Arguments.of("RefusedConfiguration", RefusedConfiguration.class),
        Arguments.of("Service", ServiceGroups.Group.class),
        Arguments.of("PlaceAway", PlaceAway.class),
        Arguments.of("PlaceReport", PlaceReport.class),
        Arguments.of("Event", ToldEvent.class),
        Arguments.of("Step", Step.class),
        Arguments.of("Story", Story.class),
        Arguments.of("RequestState", RequestState.class),
        Arguments.of("Problem", Problem.class));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyFieldOfAnAnswerIsDocumented(String schema, Class<? extends Record> answer) {
    List<String> fields =
        Arrays.stream(answer.getRecordComponents()).map(RecordComponent::getName).toList();
    assertThat(map(schema(schema), "properties").keySet())
        .containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  void theTokensOfEnumsAreDocumented() {
    assertThat(strings(schema("Progress").get("enum")))
        .containsExactlyElementsOf(names(Progress.values()));
    assertThat(strings(map(map(schema("Story"), "properties"), "finding").get("enum")))
        .containsExactlyElementsOf(names(Story.Finding.values()));
    assertThat(strings(map(map(schema("Problem"), "properties"), "reason").get("examples")))
        .containsExactlyElementsOf(names(ConsoleException.Reason.values()));
  }

  private static Stream<String> calls(RequestMappingInfo mapping) {
    return mapping.getPatternValues().stream()
        .flatMap(
            path ->
                mapping.getMethodsCondition().getMethods().stream()
                    .map(method -> method + " " + path));
  }

  private Map<String, Object> schema(String name) {
    return map(map(map(document, "components"), "schemas"), name);
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  private static List<String> strings(@Nullable Object list) {
    return ((List<?>) Objects.requireNonNull(list)).stream().map(Object::toString).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    assertThat(parent).containsKey(key);
    return (Map<String, Object>) Objects.requireNonNull(parent.get(key));
  }

  private static Map<String, Object> read() {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("/static/openapi.yaml")) {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(50);
      return new Yaml(new SafeConstructor(options)).load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
