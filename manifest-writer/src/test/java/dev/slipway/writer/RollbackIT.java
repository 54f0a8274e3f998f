package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.deployment;
import static dev.slipway.writer.WriterOnGit.published;
import static dev.slipway.writer.WriterOnGit.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.Sequence;
import dev.slipway.events.value.Tag;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a version that failed where the environment says {@code onFailure: rollback}. */
class RollbackIT {
  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    Map<String, String> files = new HashMap<>(WriterOnGit.sample());
    files.put(
        "slipway.yaml",
        WriterOnGit.CONFIGURATION.replace("follow: [web]}", "follow: [web], onFailure: rollback}"));
    files.put("apps/staging/other.yaml", deployment("1.0.0").replace("slipway:web", "slipway:no"));
    writer = new WriterOnGit(folder, files);
    writer.work();
    writer.deliver(succeeded("staging", "1.0.0"));
    writer.deliver(published("1.1.0"));
    writer.work();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void takesBackWhatFailedAndSaysWhatFailed() throws InterruptedException {
    writer.forget();
    var failure = writer.deliver(failed("1.1.0"));

    writer.work();

    assertThat(writer.file("apps/staging/web.yaml")).isEqualTo(deployment("1.0.0"));
    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.0.0 in staging");
    assertThat(writer.message())
        .contains("Rolled back because Deployment/web failed (CRASHED): web crashed: exit code 3")
        .contains("Slipway-Event: " + failure.id())
        .doesNotContain("password=hunter2");
    assertThat(writer.publisher.events(RevisionCommitted.class))
        .singleElement()
        .satisfies(
            committed -> {
              assertThat(committed.ours()).isTrue();
              assertThat(committed.updates().getFirst().to()).isEqualTo("1.0.0");
            });
  }

  @Test
  void keepsTheFailedVersionAwayUntilANewerOneComes() throws InterruptedException {
    writer.deliver(failed("1.1.0"));
    writer.work();

    writer.deliver(published("1.1.0"));
    writer.deliver(scanned("1.0.0", "1.1.0"));
    writer.deliver(published("1.0.5"));
    writer.work();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.0.0 in staging");
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .extracting(UpdateDeclined::reason)
        .containsOnly(DeclineReason.REVERTED);

    writer.deliver(scanned("1.0.0", "1.1.0", "1.2.0"));
    writer.work();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.2.0 in staging");
  }

  @Test
  void neverRollsARollbackBack() throws InterruptedException {
    writer.deliver(failed("1.1.0"));
    writer.work();
    int commits = writer.commits();

    writer.deliver(failed("1.0.0"));
    writer.work();

    assertThat(writer.commits()).isEqualTo(commits);
  }

  @Test
  void leavesANewerVersionThatIsThereMeanwhile() throws InterruptedException {
    writer.deliver(published("1.2.0"));
    writer.work();
    writer.deliver(failed("1.1.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.2.0 in staging");
  }

  @Test
  void prefersTheNewerVersionThatComesWithTheFailure() throws InterruptedException {
    writer.deliver(failed("1.1.0"));
    writer.deliver(published("1.2.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.2.0 in staging");
    writer.deliver(published("1.3.0"));
    writer.work();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.2.0 → 1.3.0 in staging");
  }

  @Test
  void leavesWhatAPersonWrote() throws InterruptedException {
    writer.commit("By hand", "apps/staging/web.yaml", deployment("1.5.0"));
    writer.work();
    writer.deliver(failed("1.5.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("By hand");
  }

  @Test
  void leavesAVersionThatRanThere() throws InterruptedException {
    writer.deliver(succeeded("staging", "1.1.0"));
    writer.deliver(failed("1.1.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
  }

  @Test
  void takesNothingBackWhereNothingWasBegunOrNoWorkloadIsToBlame() throws InterruptedException {
    var images = List.of(new ImageReference(WriterOnGit.WEB, Tag.parse("1.1.0"), null));
    writer.deliver(failure("Deployment/web", false, images));
    writer.deliver(failure(null, true, images));
    writer.deliver(failure("Deployment/web", true, null));
    writer.deliver(
        failure("Deployment/api", true, List.of(ImageReference.parse("ghcr.io/acme/api:1.1.0"))));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in staging");
    assertThat(writer.state().inbox().isEmpty()).isTrue();
  }

  @Test
  void onlyReportsWhereTheEnvironmentDoesNotAskForIt() throws InterruptedException {
    writer.commit("Report", "slipway.yaml", WriterOnGit.CONFIGURATION);
    writer.work();
    writer.deliver(failed("1.1.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("Report");
  }

  @Test
  void saysSoWhereThereIsNothingToGoBackTo(@TempDir Path folder) throws InterruptedException {
    Map<String, String> files = new HashMap<>(WriterOnGit.sample());
    files.put(
        "slipway.yaml",
        WriterOnGit.CONFIGURATION.replace("follow: [web]}", "follow: [web], onFailure: rollback}"));
    try (WriterOnGit fresh = new WriterOnGit(folder, files)) {
      fresh.work();
      fresh.deliver(published("1.1.0"));
      fresh.work();
      fresh.deliver(failed("1.1.0"));
      fresh.work();

      assertThat(fresh.publisher.events(UpdateDeclined.class))
          .singleElement()
          .satisfies(
              declined -> {
                assertThat(declined.reason()).isEqualTo(DeclineReason.NOTHING_PROVEN);
                assertThat(declined.message())
                    .isEqualTo(
                        "web 1.1.0 in staging failed, and no earlier version has run there:"
                            + " nothing to go back to");
              });
    }
  }

  @Test
  void doesItOnceWhereItDiesBetweenPushAndPublish() throws InterruptedException {
    var failure = writer.deliver(failed("1.1.0"));
    writer.server.beforeNextPush(() -> writer.publisher.failNext(1));
    writer.crash();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.0.0 in staging");

    writer.deliver(scanned("1.1.0"));
    writer.redeliver(failure);
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.1.0 → 1.0.0 in staging");
    assertThat(writer.commits()).isEqualTo(3);
    assertThat(writer.state().inbox().isEmpty()).isTrue();
    assertThat(writer.publisher.events(RevisionCommitted.class).getLast().subject())
        .isEqualTo("web 1.1.0 → 1.0.0 in staging");
  }

  @Test
  void decidesAgainWhereAPersonMendsItFirst() throws InterruptedException {
    writer.deliver(failed("1.1.0"));
    writer.server.beforeNextPush(
        () -> writer.commit("Mend it", "apps/staging/web.yaml", deployment("1.1.1")));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("Mend it");
  }

  private static RolloutFailed failed(String tag) {
    return failure(
        "Deployment/web",
        true,
        List.of(
            ImageReference.parse("docker.io/envoyproxy/envoy:v1.30.0"),
            new ImageReference(WriterOnGit.WEB, Tag.parse(tag), null)));
  }

  private static RolloutFailed failure(
      @Nullable String workload, boolean begun, @Nullable List<ImageReference> images) {
    return new RolloutFailed(
        EnvironmentName.parse("staging"),
        new Sequence(1, 2, 0),
        GitRevision.parse("a".repeat(40)),
        RolloutFailure.CRASHED,
        "web crashed: exit code 3\npassword=hunter2",
        workload,
        begun,
        images);
  }

  private static RepositoryScanned scanned(String... tags) {
    return new RepositoryScanned(
        WriterOnGit.WEB, List.of(tags).stream().map(Tag::parse).toList(), true);
  }
}
