package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.ClusterApplierSettings.ClusterSettings;
import dev.slipway.applier.ClusterApplierSettings.ToolSettings;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.value.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** An applier that is confined to named clusters. Its environment here lies in {@code main}. */
class ClusterScopeTest {
  private static final Actor ANNA = new Actor("anna");
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying = new Applying(FakeSource.ADDRESS, source, cluster, "dev");

  @Test
  void appliesInItsClusters() throws InterruptedException {
    applying.confinedTo("main", "other");
    commitAndApply(1);

    assertThat(cluster.writes).isNotEmpty();
  }

  @Test
  void leavesTheEnvironmentsOfOtherClustersToOthers() throws InterruptedException {
    applying.confinedTo("eu");
    commitAndApply(1);

    assertThat(cluster.writes).isEmpty();
    assertThat(applying.publisher.published()).isEmpty();
    assertThat(applying.outcomes).containsExactly("left OTHER_CLUSTER");
  }

  @Test
  void takesOverAnEnvironmentThatIsMovedToItsCluster() throws InterruptedException {
    applying.confinedTo("eu");
    commitAndApply(1);

    applying.moveTo("eu");
    applying.work();

    assertThat(cluster.writes).isNotEmpty();
  }

  @Test
  void knowsTheHoldsOfAnEnvironmentThatIsMovedToItsCluster() throws InterruptedException {
    applying.confinedTo("eu");
    applying.deliver(
        new HoldRequested(applying.environment().name(), ANNA, "the database is moved"));
    commitAndApply(1);

    applying.moveTo("eu");
    applying.work();
    assertThat(cluster.writes).isEmpty();

    applying.deliver(new ResumeRequested(applying.environment().name(), ANNA, null));
    applying.work();
    assertThat(cluster.writes).isNotEmpty();
  }

  @Test
  void aGroupThatIsSharedWithOthersIsRefused() {
    ClusterApplierSettings settings = settings(Set.of("eu"), null, "eu");

    assertThatThrownBy(() -> settings.scope("cluster-applier"))
        .hasMessageContaining("slipway.messaging.service");
    assertThat(settings.scope("cluster-applier-eu").covers("eu")).isTrue();
    assertThat(settings.scope("cluster-applier-eu").covers("us")).isFalse();
    assertThat(settings(Set.of(), null).scope("cluster-applier").covers("us")).isTrue();
  }

  @Test
  void aClusterThatIsNotConfiguredIsRefusedByName() {
    assertThatThrownBy(() -> settings(Set.of("eu"), null, "us"))
        .hasMessageContaining("clusters-only names eu");
    assertThat(settings(Set.of("eu"), new ClusterSettings(null, null)).clustersOnly())
        .containsExactly("eu");
  }

  private static ClusterApplierSettings settings(
      Set<String> only, @Nullable ClusterSettings others, String... clusters) {
    Map<String, ClusterSettings> named =
        List.of(clusters).stream()
            .collect(
                Collectors.toMap(name -> name, name -> new ClusterSettings(Path.of(name), null)));
    return new ClusterApplierSettings(
        named,
        others,
        only,
        List.of(),
        Path.of("cache"),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(1),
        new ToolSettings(
            "kustomize",
            "helm",
            Duration.ofMinutes(1),
            DataSize.ofMegabytes(512),
            DataSize.ofMegabytes(32)),
        List.of());
  }

  private void commitAndApply(long position) throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), position));
  }
}
