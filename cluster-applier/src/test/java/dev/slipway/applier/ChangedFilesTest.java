package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A revision costs as much as changed since the one before it. */
class ChangedFilesTest {
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(() -> 0);

  @Test
  void oneChangedFileCostsOneFilesWork() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      source.write("apps/dev/c" + i + ".yaml", Yaml.configMap("c" + i, "1"));
    }
    applying.apply(applying.revision(source.commit(), 1));
    cluster.writes.clear();
    source.write("apps/dev/c7.yaml", Yaml.configMap("c7", "2"));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(cluster.writes)
        .filteredOn(write -> write.startsWith("apply"))
        .containsExactly("apply ConfigMap/c7");
    assertThat(cluster.value("c7")).isEqualTo("2");
  }

  @Test
  void whatElseAChangedFileHoldsCostsNothing() throws InterruptedException {
    source.write(
        "apps/dev/both.yaml", Yaml.configMap("a", "1") + "\n---\n" + Yaml.configMap("b", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    cluster.reads.clear();
    source.write(
        "apps/dev/both.yaml", Yaml.configMap("a", "1") + "\n---\n" + Yaml.configMap("b", "2"));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(cluster.reads).contains("get ConfigMap/b").doesNotContain("get ConfigMap/a");
    assertThat(cluster.value("b")).isEqualTo("2");
  }

  @Test
  void manyChangedObjectsOfAKindAreLookedAtByOneList() throws InterruptedException {
    for (int i = 0; i < 9; i++) {
      source.write("apps/dev/c" + i + ".yaml", Yaml.configMap("c" + i, "1"));
    }
    applying.apply(applying.revision(source.commit(), 1));
    cluster.reads.clear();
    for (int i = 0; i < 9; i++) {
      source.write("apps/dev/c" + i + ".yaml", Yaml.configMap("c" + i, "2"));
    }
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(cluster.reads)
        .contains("list ConfigMap")
        .noneMatch(read -> read.startsWith("get ConfigMap/c"));
    assertThat(cluster.value("c8")).isEqualTo("2");
  }

  @Test
  void looksAtEverythingAgainWhereAnotherInstanceWasHereMeanwhile() throws InterruptedException {
    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "1"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "1"));
    applying.apply(applying.revision(source.commit(), 1));
    Applying other = new Applying(FakeSource.ADDRESS, source, cluster, "dev");
    source.write("apps/dev/b.yaml", Yaml.configMap("b", "2"));
    other.apply(other.revision(source.commit(), 2));

    source
        .write("apps/dev/a.yaml", Yaml.configMap("a", "3"))
        .write("apps/dev/b.yaml", Yaml.configMap("b", "1"));
    applying.apply(applying.revision(source.commit(), 3));

    assertThat(cluster.value("a")).isEqualTo("3");
    assertThat(cluster.value("b")).isEqualTo("1");
  }
}
