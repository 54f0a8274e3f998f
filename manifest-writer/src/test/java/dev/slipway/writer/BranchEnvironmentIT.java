package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.ANNA;
import static dev.slipway.writer.WriterOnGit.deployment;
import static dev.slipway.writer.WriterOnGit.published;
import static dev.slipway.writer.WriterOnGit.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.DeployRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment that is a branch is told of, and never written to. */
class BranchEnvironmentIT {
  private static final EnvironmentName PRODUCTION = EnvironmentName.parse("production");
  private static final String CHANNEL = "releases/prod";

  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    writer =
        new WriterOnGit(
            folder,
            Map.of(
                "slipway.yaml",
                """
                version: 1
                images:
                  web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
                environments:
                  staging: {cluster: main, path: apps, follow: [web]}
                  production:
                    cluster: main
                    branch: releases/prod
                    follow: [web]
                    onFailure: rollback
                    promote: {from: staging, automatically: true}
                """,
                "apps/web.yaml",
                deployment("1.0.0")));
    Git.output(writer.server.directory("shop"), "branch", CHANNEL, "main");
    writer.work();
    writer.lookAt(CHANNEL);
    writer.work();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void isToldOfWhenSomebodyPushes() throws InterruptedException {
    writer.forget();
    writer.server.commit("shop", CHANNEL, "Release", Map.of("apps/web.yaml", deployment("1.1.0")));
    writer.work();

    assertThat(writer.publisher.events(RevisionCommitted.class))
        .singleElement()
        .satisfies(
            committed -> {
              assertThat(committed.environment()).isEqualTo(PRODUCTION);
              assertThat(committed.ours()).isFalse();
              assertThat(committed.revision().branch()).hasToString(CHANNEL);
            });
  }

  @Test
  void isNeverWrittenToWhateverComes() throws InterruptedException {
    String head = head();

    writer.deliver(published("1.1.0"));
    writer.deliver(succeeded("production", "0.9.0"));
    writer.deliver(succeeded("staging", "1.1.0"));
    writer.deliver(new DeployRequested(PRODUCTION, "web", "1.1.0", true, ANNA, null));
    writer.deliver(new PromotionRequested(PRODUCTION, List.of(), ANNA, null));
    writer.deliver(new RollbackRequested(PRODUCTION, List.of(), ANNA, null));
    writer.deliver(new UnpinRequested(PRODUCTION, "web", ANNA, null));
    writer.work();

    assertThat(head()).isEqualTo(head);
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .hasSize(4)
        .extracting(UpdateDeclined::reason)
        .containsOnly(DeclineReason.NOT_WRITABLE);
    assertThat(writer.state().inbox().isEmpty()).isTrue();
  }

  private String head() {
    return Git.lines(writer.server.directory("shop"), "rev-parse", CHANNEL).getFirst();
  }
}
