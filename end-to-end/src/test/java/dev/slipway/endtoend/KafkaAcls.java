package dev.slipway.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code charts/slipway/files/kafka-acls.yaml}: what each service may do with Kafka. */
final class KafkaAcls {
  private final JsonNode file;

  private KafkaAcls(JsonNode file) {
    this.file = file;
  }

  static KafkaAcls read() {
    try {
      Object content =
          new Yaml().load(Files.readString(Chart.HOME.resolve("files/kafka-acls.yaml")));
      return new KafkaAcls(JsonMapper.shared().valueToTree(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The public topics, each of which whoever comes first creates. */
  Set<String> created() {
    return names(file.path("create"));
  }

  Set<String> groups(ServiceUnderTest service) {
    return names(of(service).path("groups"));
  }

  /** The public topics that it reads. */
  Set<String> read(ServiceUnderTest service) {
    return names(of(service).path("read"));
  }

  /** The public topics that it writes. */
  Set<String> written(ServiceUnderTest service) {
    return names(of(service).path("write"));
  }

  /** Its own topics, without {@code slipway.<service>} before them. */
  Set<String> own(ServiceUnderTest service) {
    return names(of(service).path("own"));
  }

  boolean describesAll(ServiceUnderTest service) {
    return of(service).path("describe").asBoolean();
  }

  /** As an operator gives them to the principal: what the chart's KafkaUser says. */
  List<AclBinding> bindings(Chart chart, ServiceUnderTest service, String principal) {
    List<AclBinding> bindings = new ArrayList<>();
    JsonNode user = chart.of("KafkaUser", service);
    for (JsonNode acl : user.at("/spec/authorization/acls")) {
      var resource =
          new ResourcePattern(
              ResourceType.fromString(acl.at("/resource/type").asString()),
              acl.at("/resource/name").asString(),
              acl.at("/resource/patternType").asString().equals("prefix")
                  ? PatternType.PREFIXED
                  : PatternType.LITERAL);
      for (JsonNode operation : acl.path("operations")) {
        bindings.add(
            new AclBinding(
                resource,
                new AccessControlEntry(
                    principal,
                    "*",
                    AclOperation.fromString(operation.asString()),
                    AclPermissionType.ALLOW)));
      }
    }
    return bindings;
  }

  private JsonNode of(ServiceUnderTest service) {
    return Objects.requireNonNull(file.path("services").get(service.moduleName()));
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new LinkedHashSet<>();
    list.forEach(name -> names.add(name.asString()));
    return names;
  }
}
