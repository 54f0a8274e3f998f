package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.deployment;
import static dev.slipway.writer.WriterOnGit.published;
import static dev.slipway.writer.WriterOnGit.scanned;
import static dev.slipway.writer.WriterOnGit.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever follows from an event names an event that is in a topic. */
class CausationIT {
  private WriterOnGit writer;

  @BeforeEach
  void start(@TempDir Path folder) throws InterruptedException {
    writer = new WriterOnGit(folder, WriterOnGit.sample());
    writer.work();
    writer.commit(
        "Promote by itself",
        "slipway.yaml",
        WriterOnGit.CONFIGURATION.replace(
            "{from: staging}", "{from: staging, automatically: true}"));
    writer.work();
    writer.forget();
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void namesTheScanThatFoundAVersion() throws InterruptedException {
    EventEnvelope<?> scan = writer.deliver(scanned("1.0.0", "1.1.0"));

    writer.work();

    assertThat(causes()).containsExactly(scan.id());
    assertThat(writer.message()).contains("\nSlipway-Event: " + scan.id() + "\nSlipway-Decision: ");
  }

  @Test
  void namesTheProofThatAPromotionComesFrom() throws InterruptedException {
    EventEnvelope<?> proof = writer.deliver(succeeded("staging", "1.1.0"));

    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in production");
    assertThat(causes()).containsExactly(proof.id());
    assertThat(writer.message()).contains("\nSlipway-Event: " + proof.id() + "\n");
  }

  @Test
  void namesThePushItself() throws InterruptedException {
    EventEnvelope<?> push = writer.deliver(published("1.1.0"));

    writer.work();

    assertThat(causes()).containsExactly(push.id());
    assertThat(writer.message())
        .contains("\nSlipway-Event: " + push.id())
        .doesNotContain("Slipway-Decision");
  }

  @Test
  void keepsTheDecisionsOfOneProofApart() throws InterruptedException {
    writer.commit(
        "Two take it",
        "slipway.yaml",
        WriterOnGit.CONFIGURATION.replace("{from: staging}", "{from: staging, automatically: true}")
            + """
              canary:
                cluster: main
                path: apps/canary
                promote: {from: staging, automatically: true}
            """);
    writer.commit("A canary", "apps/canary/web.yaml", deployment("1.0.0"));
    writer.work();
    writer.forget();
    EventEnvelope<?> proof = writer.deliver(succeeded("staging", "1.1.0"));

    writer.work();

    assertThat(writer.log().getFirst()).isEqualTo("web 1.0.0 → 1.1.0 in production, canary");
    assertThat(causes()).containsExactly(proof.id(), proof.id());
    assertThat(writer.message().lines().filter(line -> line.startsWith("Slipway-Event: ")))
        .containsExactly("Slipway-Event: " + proof.id());
    assertThat(writer.message().lines().filter(line -> line.startsWith("Slipway-Decision: ")))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  /** Commits that are in repositories already name the decision as if it were an event. */
  @Test
  void knowsWhatEarlierVersionsWrote() throws InterruptedException {
    EventEnvelope<?> proof = writer.deliver(succeeded("staging", "1.1.0"));
    EventId decision = EventId.derive("promote", proof.id(), EnvironmentName.parse("production"));
    writer.commit(
        "web 1.0.0 → 1.1.0 in production\n\nSlipway-Event: " + decision,
        "apps/production/web.yaml",
        deployment("1.1.0"));

    writer.work();

    assertThat(writer.state().inbox().requests()).isEmpty();
    assertThat(writer.publisher.events(UpdateDeclined.class)).isEmpty();
    assertThat(writer.publisher.events(RevisionCommitted.class))
        .singleElement()
        .extracting(RevisionCommitted::ours)
        .isEqualTo(true);
  }

  /** Of the revisions that our commits came to; the envelope says the same as its updates. */
  private List<EventId> causes() {
    return writer.publisher.published().stream()
        .filter(envelope -> envelope.event() instanceof RevisionCommitted)
        .peek(
            envelope ->
                assertThat(envelope.causationId())
                    .isEqualTo(((RevisionCommitted) envelope.event()).updates().getFirst().cause()))
        .map(EventEnvelope::causationId)
        .toList();
  }
}
