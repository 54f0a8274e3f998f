package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.RolloutDelayed;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.NeededRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.Next;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code apply.dependsOn}: two environments in two namespaces of a real API server. */
@OnRealCluster
class RealDependingIT {
  private static final String IMAGE = "registry.example/acme/";

  @TempDir Path directory;
  private RealEnvironment infra;
  private RealEnvironment shop;

  @BeforeEach
  void start() throws Exception {
    infra = new RealEnvironment(Files.createDirectory(directory.resolve("infra")), "infra");
    shop = new RealEnvironment(Files.createDirectory(directory.resolve("shop")), "shop");
    ApplyRules rules = ApplyRules.DEFAULT;
    shop.applying.rules(
        new ApplyRules(
            rules.mode(), false, false, rules.prune(), rules.drift(), null, null, List.of(name())));
    shop.applying.configuration.put(infra.applying.environment());
    shop.git.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "web:1", 1));
  }

  @AfterEach
  void stop() {
    shop.close();
    infra.close();
  }

  private EnvironmentName name() {
    return EnvironmentName.parse(infra.namespace);
  }

  @Test
  void oneWaitsUntilTheOtherRunsAndThenGoesOnByItself() throws Exception {
    shop.applying.clear(needing(1, 1));
    assertWaits("it was never applied");

    infra.git.write("apps/dev/db.yaml", Yaml.deployment("db", IMAGE + "crash:1", 1));
    infra.apply(1);
    assertThat(infra.applying.events(RolloutFailed.class)).hasSize(1);
    assertWaits("revision 1.1.0 does not run (yet)");

    infra.git.write("apps/dev/db.yaml", Yaml.deployment("db", IMAGE + "db:2", 1));
    infra.apply(2);
    assertThat(infra.applying.events(RolloutSucceeded.class)).hasSize(1);
    shop.applying.work();
    assertThat(shop.applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(shop.pods())
        .singleElement()
        .satisfies(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Running"));
    assertThat(shop.applying.events(RolloutDelayed.class)).as("each reason once").hasSize(2);
  }

  @Test
  void waitsForThatRevisionOfTheOtherThatItsCommitNames() throws Exception {
    infra.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "1"));
    infra.apply(1);
    shop.applying.apply(needing(1, 1));
    assertThat(shop.applying.events(RolloutSucceeded.class)).hasSize(1);

    shop.git.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "web:2", 1));
    shop.applying.clear(needing(2, 2));
    assertThat(shop.applying.work()).isEqualTo(Next.after(Duration.ofSeconds(1)));
    assertThat(shop.applying.last(RolloutDelayed.class).message())
        .isEqualTo(name() + ": revision 1.2.0 does not run yet, but 1.1.0");
    assertThat(image()).isEqualTo(IMAGE + "web:1");

    // It is applied, but its pod is not up yet: the cluster's own record says so to whoever asks.
    infra.git.write(
        "apps/dev/db.yaml",
        Yaml.deployment("db", IMAGE + "db:1", 1)
            .replace(
                "metadata: {labels", "metadata: {annotations: {testbed/ready-after: '4'}, labels"));
    Thread other = Thread.ofPlatform().start(() -> applyToInfra(2));
    try {
      await()
          .until(
              () -> {
                shop.applying.work();
                return shop.applying
                    .last(RolloutDelayed.class)
                    .message()
                    .endsWith("revision 1.2.0 does not run (yet)");
              });
      assertThat(image()).isEqualTo(IMAGE + "web:1");
    } finally {
      other.join();
    }
    shop.applying.work();
    assertThat(shop.applying.events(RolloutSucceeded.class)).hasSize(2);
    assertThat(image()).isEqualTo(IMAGE + "web:2");
  }

  private void applyToInfra(long position) {
    try {
      infra.apply(position);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertWaits(String reason) throws InterruptedException {
    assertThat(shop.applying.work()).isEqualTo(Next.after(Duration.ofSeconds(1)));
    shop.applying.work();
    RolloutDelayed delayed = shop.applying.last(RolloutDelayed.class);
    assertThat(delayed.waitsFor()).containsExactly(name());
    assertThat(delayed.message()).isEqualTo(name() + ": " + reason);
    assertThat(shop.applying.events(RolloutStarted.class)).isEmpty();
    assertThat(shop.find("apps/v1", "Deployment", "web")).isEmpty();
  }

  private Revision needing(long position, long ofTheOther) throws Exception {
    return shop.applying
        .revision(shop.git.commit(), position)
        .after(List.of(new NeededRevision(name(), new Sequence(1, ofTheOther, 0))));
  }

  private String image() {
    return shop.client
        .apps()
        .deployments()
        .inNamespace(shop.namespace)
        .withName("web")
        .get()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getImage();
  }
}
