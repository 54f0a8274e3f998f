package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.deployment;
import static dev.slipway.writer.WriterOnGit.published;
import static dev.slipway.writer.WriterOnGit.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.DeployRequested;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Tag;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's commit that takes a version back is respected. */
class RevertIT {
  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    writer = new WriterOnGit(folder, WriterOnGit.sample());
    writer.work();
    writer.deliver(published("1.1.0"));
    writer.work();
    writer.deliver(published("1.2.0"));
    writer.work();
    revert();
  }

  private void revert() throws InterruptedException {
    writer.commit("Revert it", "apps/staging/web.yaml", deployment("1.0.0"));
    writer.work();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void isNotUndoneByTheNextEventOrScan() throws InterruptedException {
    writer.deliver(published("1.2.0"));
    writer.deliver(scanned("1.0.0", "1.1.0", "1.2.0"));
    writer.deliverLate(published("1.1.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("Revert it");
    assertThat(writer.publisher.events(UpdateDeclined.class))
        .extracting(UpdateDeclined::reason)
        .containsExactly(DeclineReason.REVERTED, DeclineReason.REVERTED);
    assertThat(writer.publisher.events(UpdateDeclined.class).getFirst().message())
        .isEqualTo(
            "1.2.0 was put away in staging; it comes back by: slipway deploy staging web 1.2.0");
  }

  @Test
  void givesWayToWhatIsPublishedLater() throws InterruptedException {
    writer.deliver(published("1.2.1"));
    writer.work();
    writer.deliver(scanned("1.3.0"));
    writer.work();

    assertThat(writer.log())
        .startsWith("web 1.2.1 → 1.3.0 in staging", "web 1.0.0 → 1.2.1 in staging", "Revert it");
  }

  @Test
  void outlivesARestart() throws InterruptedException {
    writer.restart();
    writer.deliver(scanned("1.2.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("Revert it");
  }

  @Test
  void isSeenWhereItComesBetweenOurDecisionAndOurPush() throws InterruptedException {
    writer.deliver(published("1.3.0"));
    writer.work();
    writer.deliver(published("1.4.0"));
    writer.server.beforeNextPush(
        () -> writer.commit("Back again", "apps/staging/web.yaml", deployment("1.2.0")));
    writer.work();
    writer.deliver(scanned("1.3.0"));
    writer.work();

    // 1.4.0 was told before the revert was seen; what came before does not replace it.
    assertThat(writer.log().getFirst()).isEqualTo("Back again");
  }

  @Test
  void isSeenInAForcePush() throws InterruptedException {
    writer.deliver(published("1.3.0"));
    writer.work();
    Path bare = writer.server.directory("shop");
    Git.output(bare, "branch", "-f", "main", "main~1");
    writer.work();

    writer.deliver(published("1.3.0"));
    writer.deliver(scanned("1.3.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("Revert it");
    assertThat(writer.file("apps/staging/web.yaml")).isEqualTo(deployment("1.0.0"));
  }

  @Test
  void isNoRevertWhereAPersonGoesForward() throws InterruptedException {
    writer.commit("Forward", "apps/staging/web.yaml", deployment("1.5.0"));
    writer.work();
    writer.deliver(scanned("1.6.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.5.0 → 1.6.0 in staging");
  }

  @Test
  void keepsAnAutomaticPromotionFromBringingItBack() throws InterruptedException {
    writer.commit(
        "Promote by itself",
        "slipway.yaml",
        WriterOnGit.CONFIGURATION.replace(
            "{from: staging}", "{from: staging, automatically: true}"));
    writer.work();
    writer.deliver(succeeded("staging", "1.2.0"));
    writer.work();
    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.2.0 in production");
    writer.commit("Not there", "apps/production/web.yaml", deployment("1.0.0"));
    writer.work();

    writer.deliver(succeeded("staging", "1.2.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("Not there");
  }

  @Test
  void isForgottenWhereThePolicyChanges() throws InterruptedException {
    writer.commit(
        "Another order",
        "slipway.yaml",
        WriterOnGit.CONFIGURATION.replace("semver: '>=1.0.0'", "semver: '>=1.1.0'"));
    writer.work();
    writer.deliver(scanned("1.0.0", "1.2.0"));
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.2.0 in staging");
  }

  @Test
  void isOverruledByAnExplicitRequest() throws InterruptedException {
    writer.deliver(
        new DeployRequested(
            EnvironmentName.parse("staging"), "web", "1.2.0", false, WriterOnGit.ANNA, null));
    writer.work();
    writer.answerLookup("1.2.0");
    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.2.0 in staging");
  }

  private static RepositoryScanned scanned(String... tags) {
    return new RepositoryScanned(WriterOnGit.WEB, Stream.of(tags).map(Tag::parse).toList(), true);
  }
}
