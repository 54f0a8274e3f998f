package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A revision that cannot be applied is refused as a whole. */
class RefusalTest {
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(() -> 0);

  @Test
  void aRefusalIsToldOnceAndWritesNothing() throws InterruptedException {
    source.write("apps/dev/broken.yaml", "a: [b");
    EventEnvelope<?> cleared = applying.clear(applying.revision(source.commit(), 1));
    applying.work();
    applying.redeliver(cleared);
    applying.work();
    applying.restart();
    applying.work();

    assertThat(applying.events(RolloutFailed.class)).hasSize(1);
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.UNREADABLE_MANIFEST);
    assertThat(failed.message()).contains("apps/dev/broken.yaml");
    assertThat(failed.begun()).isFalse();
    assertThat(cluster.writes).isEmpty();
  }

  @Test
  void oneInvalidObjectKeepsAllTheOthersOut() throws InterruptedException {
    source.write("apps/dev/good.yaml", Yaml.configMap("good", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    cluster.writes.clear();
    source
        .write("apps/dev/good.yaml", Yaml.configMap("good", "2"))
        .write(
            "apps/dev/bad.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: bad, annotations: {test/invalid: "yes"}}
            """);
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(applying.last(RolloutFailed.class).message()).contains("apps/dev/bad.yaml");
    assertThat(cluster.writes).isEmpty();
    assertThat(cluster.value("good")).isEqualTo("1");
  }

  @Test
  void refusesToEmptyAnEnvironment() throws InterruptedException {
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/a.yaml", "# gone");
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.PATH_ABSENT);
    assertThat(cluster.value("a")).isEqualTo("1");
  }

  @Test
  void refusesAFolderThatIsNotThere() throws InterruptedException {
    source.write("elsewhere/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.PATH_ABSENT);
  }

  @Test
  void refusesTheSameObjectInTwoFiles() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/b.yaml", Yaml.configMap("a", "2"));
    applying.apply(applying.revision(source.commit(), 1));
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.DUPLICATE_OBJECT);
    assertThat(failed.message()).contains("apps/dev/a.yaml", "apps/dev/b.yaml");
  }

  @Test
  void refusesAnUnknownCluster() throws InterruptedException {
    Environment e = applying.environment();
    applying.declare(
        new Environment(
            e.name(),
            e.source(),
            e.branch(),
            e.path(),
            true,
            "unknown",
            "dev",
            List.of(),
            null,
            null,
            true,
            null));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    assertThat(applying.last(RolloutFailed.class).reason())
        .isEqualTo(RolloutFailure.UNKNOWN_CLUSTER);
  }
}
