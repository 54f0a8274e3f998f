package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Revision;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions name what the environments must run that theirs depends on. */
class DependsOnIT {
  private static final EnvironmentName APPS = EnvironmentName.parse("apps");
  private static final EnvironmentName INFRA = EnvironmentName.parse("infra");
  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    Map<String, String> files = new HashMap<>();
    files.put(
        "slipway.yaml",
        """
        version: 1
        images:
          web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
        environments:
          apps: {cluster: main, path: apps, apply: {dependsOn: [infra]}}
          infra: {cluster: main, path: infra}
        """);
    files.put("apps/web.yaml", deployment("1.0.0"));
    files.put("infra/base.yaml", deployment("1.0.0"));
    writer = new WriterOnGit(folder, files);
    writer.work();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void namesTheNewestRevisionOfTheOtherAlsoOfTheSameCommit() throws InterruptedException {
    assertThat(newest(APPS).needs(INFRA)).hasValue(newest(INFRA).sequence());
    assertThat(newest(INFRA).after()).isNull();

    writer.commit("Change what others need", "infra/base.yaml", deployment("1.0.1"));
    writer.work();
    assertThat(newest(APPS).needs(INFRA)).as("apps did not change").isNotEmpty();
    Revision infra = newest(INFRA);
    assertThat(infra.sequence().position()).isEqualTo(1);

    writer.commit("Change what waits", "apps/web.yaml", deployment("1.0.1"));
    writer.work();
    assertThat(newest(APPS).sequence().position()).isEqualTo(2);
    assertThat(newest(APPS).needs(INFRA)).hasValue(infra.sequence());
  }

  private Revision newest(EnvironmentName environment) {
    return writer.publisher.events(RevisionCommitted.class).stream()
        .map(RevisionCommitted::revision)
        .filter(revision -> revision.environment().equals(environment))
        .toList()
        .getLast();
  }
}
