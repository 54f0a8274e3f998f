package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.render.Rendering;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit that takes a chart of another repository, which moves on. */
class ElsewhereTest {
  private static final ObjectName WEB = new ObjectName("apps/v1", "Deployment", "dev", "web");
  private final FakeSource source = new FakeSource();
  private final FakeSource other = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(nanoTime::get);

  @BeforeEach
  void takeAChartFromElsewhere() {
    Renderer plain = Rendering.renderer(List.of());
    applying.renderer(
        new Renderer() {
          @Override
          public List<DesiredObject> render(Folder folder, Environment environment, Cluster where)
              throws InterruptedException {
            List<DesiredObject> all = new ArrayList<>(plain.render(folder, environment, where));
            all.addAll(plain.render(other.newest(FakeSource.ADDRESS, "main"), environment, where));
            return all;
          }

          @Override
          public boolean takesFromElsewhere(EnvironmentName environment) {
            return true;
          }
        });
    source.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    chart("1");
  }

  private void chart(String version) {
    other.write(
        "apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/web:" + version, 1));
    other.write("apps/dev/chart-" + version + ".yaml", Yaml.configMap("chart-" + version, "a"));
  }

  @Test
  void isAppliedAgainByItselfAndToldAsAnotherRollout() throws InterruptedException {
    applying.apply(applying.revision(source.commit(), 1));
    look();
    assertThat(applying.events(RolloutStarted.class)).as("nothing moved").hasSize(1);

    other.remove("apps/dev/chart-1.yaml");
    chart("2");
    look();
    applying.work();
    assertThat(image()).isEqualTo("registry.example/acme/web:2");
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", "dev", "chart-1"))).isEmpty();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
    assertThat(applying.publisher.published())
        .extracting(EventEnvelope::id)
        .doesNotHaveDuplicates();

    look();
    applying.work();
    assertThat(applying.events(RolloutStarted.class)).as("once").hasSize(2);
  }

  @Test
  void takesTheGuardsWay() throws InterruptedException {
    applying.guarded();
    Revision revision = applying.revision(source.commit(), 1);
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    applying.work();
    chart("2");
    look();
    applying.work();
    assertThat(image()).isEqualTo("registry.example/acme/web:1");
    assertThat(applying.events(ClearanceRequested.class)).hasSize(2);

    applying.grant(revision, applying.question());
    applying.work();
    assertThat(image()).isEqualTo("registry.example/acme/web:2");
  }

  private void look() throws InterruptedException {
    nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
    var _ = applying.work();
  }

  private String image() {
    return Fields.text(
            cluster
                .get(WEB)
                .orElseThrow()
                .list("spec", "template", "spec", "containers")
                .getFirst(),
            "image")
        .orElse("");
  }
}
