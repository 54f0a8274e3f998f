package dev.slipway.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.messaging.ServiceGroups;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * All services on a broker with TLS, a certificate for each, and Kafka's own authorizer: started
 * with the settings that the chart writes, allowed what the chart's list says and nothing else.
 */
class SecuredKafkaIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<ServiceUnderTest, ConfigurableApplicationContext> RUNNING =
      new EnumMap<>(ServiceUnderTest.class);

  @SuppressWarnings("NullAway.Init") // before the first test
  private static EmbeddedBroker broker;

  @SuppressWarnings("NullAway.Init") // before the first test
  private static Certificates certificates;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    List<String> names =
        Stream.concat(
                Stream.of("broker", "operator"),
                ServiceUnderTest.moduleNames().stream().map(SecuredKafkaIT::principal))
            .toList();
    certificates = Certificates.make(folder, names);
    Path keys = certificates.both("broker");
    broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, settings -> secured(settings, keys));
    Chart chart =
        Chart.render(
            "any",
            """
            kafka: {bootstrapServers: '%s', replicationFactor: 1, partitions: 3, strimzi: {enabled: true}}
            """
                .formatted(broker.bootstrapServers()));
    try (Admin admin = Admin.create(client("operator"))) {
      for (ServiceUnderTest service : ServiceUnderTest.values()) {
        String user = "User:CN=" + principal(service.moduleName());
        admin.createAcls(KafkaAcls.read().bindings(chart, service, user)).all().get();
      }
    }
    for (ServiceUnderTest service : ServiceUnderTest.values()) {
      RUNNING.put(service, run(service, chart.settings(service)));
    }
  }

  @AfterAll
  static void stop() {
    RUNNING.values().forEach(ConfigurableApplicationContext::close);
    broker.close();
  }

  @ParameterizedTest
  @EnumSource
  void aServiceIsReadyWithWhatItMayDo(ServiceUnderTest service) {
    Awaitility.await(service + " is ready")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              HttpResponse<String> ready = get(service, "/actuator/health/readiness");
              assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
            });
    assertThat(get(service, "/actuator/health/liveness").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void healthAndMetricsAreWhereNoIngressLeads(ServiceUnderTest service) throws Exception {
    URI open =
        URI.create("http://127.0.0.1:" + port(service, "local.server.port") + "/actuator/health");

    assertThat(
            HTTP.send(HttpRequest.newBuilder(open).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isNotEqualTo(200);
    assertThat(get(service, "/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
  }

  @Test
  void theConsoleSeesEveryGroup() {
    Awaitility.await("the groups are there")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        running(ServiceUnderTest.CONSOLE).getBean(ServiceGroups.class).describe())
                    .containsOnlyKeys(
                        Arrays.stream(ServiceUnderTest.values())
                            .filter(service -> service != ServiceUnderTest.CONSOLE)
                            .map(ServiceUnderTest::moduleName)
                            .toArray(String[]::new)));
  }

  @ParameterizedTest
  @EnumSource
  void nobodyButTheGuardOpensProduction(ServiceUnderTest service) throws Exception {
    Properties settings = client(principal(service.moduleName()));
    settings.put("max.block.ms", "20000");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      // A type that nobody knows: it is skipped by those that read it.
      var record = new ProducerRecord<>("slipway.clearances", bytes("x"), bytes("{}"));
      record.headers().add("ce_type", bytes("dev.slipway.test.tried.v1"));
      record.headers().add("ce_specversion", bytes("1.0"));
      record.headers().add("ce_id", bytes("a"));
      record.headers().add("ce_source", bytes("/test"));
      if (service == ServiceUnderTest.QUEUE_GUARD) {
        assertThat(producer.send(record).get().offset()).isNotNegative();
      } else {
        assertThatThrownBy(() -> producer.send(record).get())
            .hasCauseInstanceOf(TopicAuthorizationException.class);
      }
    }
  }

  private static Map<String, String> secured(Map<String, String> settings, Path keys) {
    settings.replaceAll((_, value) -> value.replace("PLAINTEXT://127", "SSL://127"));
    settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,SSL:SSL");
    settings.put("inter.broker.listener.name", "SSL");
    settings.put("ssl.client.auth", "required");
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.location", keys.toString());
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", certificates.trusted().toString());
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("allow.everyone.if.no.acl.found", "false");
    // The controller's listener is this JVM's own.
    settings.put("super.users", "User:CN=broker;User:CN=operator;User:ANONYMOUS");
    return settings;
  }

  private static String principal(String service) {
    return "slipway-" + service;
  }

  private static Properties client(String name) throws IOException {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("security.protocol", "SSL");
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.location", certificates.both(name).toString());
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", certificates.trusted().toString());
    return settings;
  }

  private static ConfigurableApplicationContext run(ServiceUnderTest service, String settings)
      throws Exception {
    String name = service.moduleName();
    Path own = Files.createDirectories(folder.resolve(name));
    Path tokens =
        Files.writeString(
            own.resolve("tokens.yaml"), "[{actor: a, role: view, token: 0123456789abcdef}]\n");
    Path file =
        Files.writeString(
            own.resolve("settings.yaml"),
            settings
                .replace("/etc/slipway/kafka/", certificates.of(principal(name)).toString() + "/")
                .replace("/etc/slipway/kafka-ca/ca.crt", certificates.trusted().toString())
                .replace("/etc/slipway/secrets/tokens.yaml", tokens.toString())
                .replace("/tmp/repositories", own.resolve("repositories").toString())
                .replace("0.0.0.0", "127.0.0.1")
                .replace("port: 8080", "port: 0")
                .replace("port: 8081", "port: 0"));
    Path defaults = HOME.resolve(name).resolve("src/main/resources/application.yaml");
    var application = new SpringApplication(Class.forName(service.application()));
    application.setRegisterShutdownHook(false);
    List<String> arguments = new ArrayList<>();
    arguments.add("--spring.config.location=file:" + defaults + ",file:" + file);
    arguments.add("--spring.jmx.enabled=false");
    return application.run(arguments.toArray(String[]::new));
  }

  private static HttpResponse<String> get(ServiceUnderTest service, String path) {
    URI address = URI.create("http://127.0.0.1:" + port(service, "local.management.port") + path);
    try {
      return HTTP.send(
          HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ConfigurableApplicationContext running(ServiceUnderTest service) {
    return Objects.requireNonNull(RUNNING.get(service));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String port(ServiceUnderTest service, String property) {
    return running(service).getEnvironment().getRequiredProperty(property);
  }
}
