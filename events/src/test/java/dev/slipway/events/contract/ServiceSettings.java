package dev.slipway.events.contract;

import dev.slipway.events.contract.RecordSource.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page that describes every service's own settings, made from their records. */
final class ServiceSettings {
  private static final Path MODULES = Path.of("..");
  private static final Pattern PREFIX =
      Pattern.compile("@ConfigurationProperties\\(\"(slipway\\.[a-z]+)\"\\)");
  private static final Pattern GENERIC = Pattern.compile("(\\w+)<(?:\\w+, )?(\\w+)>");
  private static final Map<String, String> VALUES =
      Map.of(
          "Duration", "duration",
          "Path", "file or folder",
          "URI", "address",
          "String", "text",
          "int", "number",
          "short", "number",
          "boolean", "`true`, `false`",
          "DataSize", "size");
  private static final String HEADER =
      """
      # Every setting of the services
      <!-- Generated from the records: mvn -pl events test -Dslipway.schemas.write=true -->

      What people decide lies in Git, in [`slipway.yaml`](slipway-yaml.md). Here is what operators decide: addresses, credentials, limits. Each
      service is a Spring Boot program and takes them as such: from a file (`--spring.config.additional-location=file:FILE`), or from the
      environment (`SLIPWAY_WATCHER_SCANINTERVAL`). A value that is not valid stops the start and names the setting. Secrets are always files.

      Kafka's address and certificates are `spring.kafka`, as [for any such program](kafka-acls.md); ports are `server.port`. A duration is
      written as `500ms`, `30s`, `10m`, `24h`.
      """;

  private final StringBuilder page = new StringBuilder(HEADER);

  private ServiceSettings() {}

  static String write() throws IOException {
    ServiceSettings settings = new ServiceSettings();
    for (Path file : settings("@ConfigurationProperties(\"slipway.")) {
      settings.section(file);
    }
    return settings.page.toString();
  }

  private void section(Path file) throws IOException {
    Matcher prefix = PREFIX.matcher(Files.readString(file));
    if (!prefix.find()) {
      throw new IllegalStateException("names no prefix: " + file);
    }
    String module = MODULES.relativize(file).getName(0).toString();
    String service = module.equals("messaging") ? "every service, towards Kafka" : module;
    page.append(
        """

        ## `%s`: %s
        | setting | value | default | meaning |
        |---|---|---|---|
        """
            .formatted(prefix.group(1), service));
    String name = file.getFileName().toString().replace(".java", "");
    rows("", RecordSource.read(file), name, MODULES.resolve(module));
  }

  private void rows(String path, RecordSource source, String name, Path module) throws IOException {
    for (Component component : source.components(name)) {
      String setting = path + kebab(component.name());
      Matcher generic = GENERIC.matcher(component.type());
      boolean several = generic.matches();
      String type = several ? generic.group(2) : component.type();
      Optional<RecordSource> inner = declaring(type, source, module);
      page.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  setting,
                  value(component, type, inner),
                  byDefault(component, several),
                  component.about().replace("|", "\\|")));
      if (inner.isPresent() && inner.get().records().containsKey(type)) {
        String below = several ? component.type().startsWith("Map") ? ".NAME." : "[]." : ".";
        rows(setting + below, inner.get(), type, module);
      }
    }
  }

  private static String value(Component component, String type, Optional<RecordSource> declaring) {
    if (component.type().startsWith("Map")) {
      return "mapping by name";
    }
    if (!component.type().equals(type)) {
      return "list";
    }
    List<String> constants =
        declaring.map(source -> source.enums().getOrDefault(type, List.of())).orElse(List.of());
    if (!constants.isEmpty()) {
      return constants.stream()
          .map(each -> "`" + each.toLowerCase(Locale.ROOT).replace('_', '-') + "`")
          .collect(Collectors.joining(", "));
    }
    return VALUES.getOrDefault(type, "mapping");
  }

  private static String byDefault(Component component, boolean several) {
    if (!component.optional()) {
      return "required";
    }
    return component
        .byDefault()
        .map(value -> value.startsWith("\"") ? "`" + value.replace("\"", "") + "`" : "built in")
        .orElse(several ? "none" : "");
  }

  /** Where that type is declared: beside the record, or elsewhere in its module. */
  private static Optional<RecordSource> declaring(String type, RecordSource beside, Path module)
      throws IOException {
    if (VALUES.containsKey(type)) {
      return Optional.empty();
    }
    if (beside.records().containsKey(type) || beside.enums().containsKey(type)) {
      return Optional.of(beside);
    }
    try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
      Optional<Path> file = files.filter(each -> each.endsWith(type + ".java")).findFirst();
      return file.isEmpty() ? Optional.empty() : Optional.of(RecordSource.read(file.get()));
    }
  }

  private static List<Path> settings(String sign) throws IOException {
    try (Stream<Path> modules = Files.list(MODULES)) {
      List<Path> found = new ArrayList<>();
      for (Path sources :
          modules
              .map(each -> each.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .sorted()
              .toList()) {
        try (Stream<Path> files = Files.walk(sources)) {
          for (Path file :
              files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
            if (Files.readString(file).contains(sign)) {
              found.add(file);
            }
          }
        }
      }
      return found;
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
