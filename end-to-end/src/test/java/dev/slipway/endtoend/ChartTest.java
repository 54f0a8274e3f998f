package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the chart says, held against the code: no cluster is needed. */
class ChartTest {
  private static final Pattern FILE = Pattern.compile("(/etc/slipway/[a-z-]+)/");

  private static final String SCRAM =
      """
      kafka: {authentication: scram-sha-512, tls: {caSecret: ''}}
      """;

  private static final String EVERYTHING =
      """
      kafka: {strimzi: {enabled: true}, partitions: 4}
      scaling: {enabled: true}
      ingress: {enabled: true, tlsSecret: slipway-tls, className: nginx}
      metrics: {podMonitor: {enabled: true}}
      rbac: {scope: namespaces, namespaces: [shop, blog], secrets: true,
             impersonate: [{namespace: shop, serviceAccount: deployer}]}
      services:
        cluster-applier: {settings: {clusters: {main: {kubeconfig: /etc/slipway/secrets/main}}}, secret: kubeconfigs}
        queue-guard: {env: [{name: AWS_SHARED_CREDENTIALS_FILE, value: /etc/slipway/aws/credentials}],
                      extraSecrets: [{secret: aws, path: aws}], javaOptions: -Xmx200m}
      """;

  @Test
  void lintFindsNothing() {
    var found = Chart.lint();

    assertThat(found.isFailed()).as("%s", found.getMessages()).isFalse();
    assertThat(found.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
  }

  @ParameterizedTest
  @EnumSource
  void aServiceKnowsEverySettingThatItIsGiven(ServiceUnderTest service) throws IOException {
    for (String values : List.of("{}", SCRAM, EVERYTHING)) {
      String settings = Chart.render("any", values).settings(service);

      assertThat(service.bind(settings)).isNotNull();
      assertThat(service.bindMessaging(settings)).asString().contains("replicationFactor=3");
      assertThat(yaml(settings).at("/server/port").asInt()).isEqualTo(8080);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFileThatSettingsNameIsMounted(ServiceUnderTest service) {
    for (String values : List.of("{}", SCRAM, EVERYTHING)) {
      Chart chart = Chart.render("any", values);
      List<String> mounted =
          container(chart, service)
              .path("volumeMounts")
              .valueStream()
              .map(mount -> mount.path("mountPath").asString())
              .toList();

      assertThat(FILE.matcher(chart.settings(service)).results().map(found -> found.group(1)))
          .allSatisfy(folder -> assertThat(mounted).contains(folder));
    }
  }

  @Test
  void everyServiceRunsTheImageThatTheBuildMakes() throws IOException {
    var version =
        Pattern.compile("<version>(.*?)</version>")
            .matcher(Files.readString(Path.of("../pom.xml")));
    assertThat(version.find()).isTrue();
    Chart chart = Chart.render("any", "{}");

    for (ServiceUnderTest service : ServiceUnderTest.values()) {
      assertThat(container(chart, service).path("image").asString())
          .isEqualTo("slipway/" + service.moduleName() + ":" + version.group(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheApplierHasAnAccountWithTheApiServer(ServiceUnderTest service) {
    Chart chart = Chart.render("any", "{}");
    boolean isApplier = service == ServiceUnderTest.CLUSTER_APPLIER;

    assertThat(chart.of("ServiceAccount", service).path("automountServiceAccountToken").asBoolean())
        .isFalse();
    assertThat(pod(chart, service).path("automountServiceAccountToken").asBoolean())
        .isEqualTo(isApplier);
    assertThat(chart.ofKind("ClusterRoleBinding").flatMap(b -> b.path("subjects").valueStream()))
        .allMatch(subject -> subject.path("name").asString().equals("slipway-cluster-applier"));
  }

  @Test
  void theApplierKnowsTheClusterThatItRunsInUnlessOthersAreNamed() throws IOException {
    ServiceUnderTest applier = ServiceUnderTest.CLUSTER_APPLIER;

    assertThat(applier.bind(Chart.render("any", "{}").settings(applier)))
        .asString()
        .contains("defaultCluster=ClusterSettings[kubeconfig=null, context=null]");
    assertThat(applier.bind(Chart.render("any", EVERYTHING).settings(applier)))
        .asString()
        .contains("defaultCluster=null");
  }

  @Test
  void theExampleOfThePageIsTaken() throws IOException {
    String page = Files.readString(Path.of("../docs/kubernetes.md"));
    String begin = "```yaml\n# my-values.yaml\n";
    int from = page.indexOf(begin) + begin.length();
    Chart chart = Chart.render("slipway", page.substring(from, page.indexOf("```", from)));

    for (ServiceUnderTest service : ServiceUnderTest.values()) {
      assertThat(service.bind(chart.settings(service))).isNotNull();
    }
    assertThat(chart.ofKind("Role")).hasSize(2);
    assertThat(chart.ofKind("Ingress")).hasSize(1);
  }

  @Test
  void anApplierForSomeClustersHasAGroupAndTopicsOfItsOwn() throws IOException {
    ServiceUnderTest applier = ServiceUnderTest.CLUSTER_APPLIER;
    Chart chart =
        Chart.render(
            "any",
            """
            kafka: {strimzi: {enabled: true}}
            scaling: {enabled: true}
            services:
              cluster-applier:
                group: cluster-applier-eu
                settings: {clusters-only: [eu], clusters: {eu: {context: ''}}}
            """);

    assertThat(applier.bindMessaging(chart.settings(applier)))
        .asString()
        .contains("service=cluster-applier-eu");
    assertThat(applier.bind(chart.settings(applier))).asString().contains("clustersOnly=[eu]");
    assertThat(
            chart
                .of("ScaledObject", applier)
                .at("/spec/triggers/0/metadata/consumerGroup")
                .asString())
        .isEqualTo("cluster-applier-eu");
    assertThat(chart.of("KafkaUser", applier).at("/spec/authorization/acls").toString())
        .contains("slipway.cluster-applier-eu.state")
        .doesNotContain("slipway.cluster-applier.");
  }

  @Test
  void withNamespacesNamedTheApplierHasNoRightElsewhere() {
    Chart chart = Chart.render("any", EVERYTHING);

    assertThat(chart.ofKind("ClusterRole")).isEmpty();
    assertThat(chart.ofKind("ClusterRoleBinding")).isEmpty();
    assertThat(chart.ofKind("Role").map(role -> role.at("/metadata/namespace").asString()))
        .containsExactly("shop", "blog", "shop");
  }

  @ParameterizedTest
  @EnumSource
  void aServiceHoldsItsOwnCredentialsOnly(ServiceUnderTest service) {
    List<String> secrets =
        pod(Chart.render("any", "{}"), service)
            .path("volumes")
            .valueStream()
            .map(volume -> volume.at("/secret/secretName").asString())
            .filter(name -> !name.isEmpty())
            .toList();

    assertThat(secrets)
        .contains("slipway-" + service.moduleName(), "slipway-cluster-ca-cert")
        .filteredOn(name -> !name.equals("slipway-console"))
        .hasSize(service == ServiceUnderTest.CONSOLE ? 1 : 2);
  }

  @Test
  void eachReachesOnlyWhatItsVerbNeeds() {
    Chart chart =
        Chart.render(
            "any",
            """
            networkPolicy:
              kafka: {ports: [1]}
              dns: {ports: [2]}
              registries: {ports: [3]}
              git: {ports: [4]}
              aws: {ports: [5]}
              kubernetes: {ports: [6]}
              receivers: {ports: [7]}
            """);
    Map<String, List<Integer>> reached = new TreeMap<>();
    chart
        .ofKind("NetworkPolicy")
        .forEach(policy -> reached.put(Chart.component(policy), ports(policy.at("/spec/egress"))));

    assertThat(reached)
        .isEqualTo(
            Map.of(
                "registry-watcher", List.of(1, 2, 3),
                "manifest-writer", List.of(1, 2, 4),
                "queue-guard", List.of(1, 2, 5),
                "cluster-applier", List.of(1, 2, 4, 6),
                "notifier", List.of(1, 2, 7),
                "console", List.of(1, 2)));
  }

  @Test
  void copiesByLagNeverExceedThePartitionsAndAreLeftToTheScaler() {
    Chart chart = Chart.render("any", EVERYTHING);

    assertThat(chart.ofKind("ScaledObject").map(Chart::component))
        .containsExactlyInAnyOrder(
            "registry-watcher", "manifest-writer", "queue-guard", "cluster-applier", "notifier");
    assertThat(chart.ofKind("ScaledObject"))
        .allSatisfy(
            scaled -> {
              assertThat(scaled.at("/spec/maxReplicaCount").asInt()).isEqualTo(4);
              assertThat(scaled.at("/spec/triggers/0/metadata/consumerGroup").asString())
                  .isEqualTo(Chart.component(scaled));
            });
    assertThat(
            chart
                .ofKind("Deployment")
                .filter(deployment -> deployment.path("spec").has("replicas"))
                .map(Chart::component))
        .containsExactly("console");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "servces: {}",
        "services: {queue-gard: {replicas: 1}}",
        "services: {queue-guard: {replicas: two}}",
        "kafka: {userSecret: the-same-for-all}",
        "kafka: {tls: {enabled: false}}",
        "kafka: {authentication: plain}",
        "rbac: {scope: namespaces}",
        "ingress: {enbled: true}"
      })
  void whatIsMisspeltOrUnsafeIsRefused(String values) {
    assertThatThrownBy(() -> Chart.render("any", values))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @Test
  void theMessageAtTheEndSaysSoWhereNothingProtectsKafka() throws IOException {
    String notes = Files.readString(Chart.HOME.resolve("templates/NOTES.txt"));
    Chart open = Chart.render("any", "kafka: {authentication: none, tls: {enabled: false}}");

    assertThat(notes).contains("opens production");
    assertThat(open.settings(ServiceUnderTest.QUEUE_GUARD))
        .contains("security.protocol: PLAINTEXT")
        .doesNotContain("bundle");
    assertThat(volumes(open, ServiceUnderTest.QUEUE_GUARD)).containsExactly("settings", "tmp");
  }

  private static List<String> volumes(Chart chart, ServiceUnderTest service) {
    return pod(chart, service)
        .path("volumes")
        .valueStream()
        .map(volume -> volume.path("name").asString())
        .toList();
  }

  private static List<Integer> ports(JsonNode egress) {
    return egress
        .valueStream()
        .flatMap(rule -> rule.path("ports").valueStream())
        .map(port -> port.path("port").asInt())
        .distinct()
        .sorted()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static JsonNode container(Chart chart, ServiceUnderTest service) {
    return pod(chart, service).at("/containers/0");
  }

  private static JsonNode pod(Chart chart, ServiceUnderTest service) {
    return chart.of("Deployment", service).at("/spec/template/spec");
  }

  private static JsonNode yaml(String text) {
    Object content = new Yaml().load(text);
    return JsonMapper.shared().valueToTree(content);
  }
}
