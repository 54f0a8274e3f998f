package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.value.ScannedImage;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanDetailsTest {
  private static final Instant MORNING = Instant.parse("2026-11-20T08:00:00Z");

  private final WatchFixture the = new WatchFixture();

  @BeforeEach
  void push() {
    the.watch(new TagPolicy.NewestBuild());
    the.registry.push(
        WatchFixture.WEB,
        "0b1c2d3",
        MORNING,
        Map.of("org.opencontainers.image.ref.name", "main", "note", "long"));
    the.registry.push(WatchFixture.WEB, "9f8e7d6", MORNING.minusSeconds(60), Map.of());
  }

  @Test
  void tellsWhatIsBehindTheTagsWhereAPolicyGoesByIt() throws InterruptedException {
    the.work();

    assertThat(scans()).hasSize(2);
    assertThat(scans().getFirst().images()).isNull();
    assertThat(scans().getLast().tags()).hasSize(2);
    assertThat(scans().getLast().images())
        .extracting(ScannedImage::tag, ScannedImage::createdAt, ScannedImage::labels)
        .containsExactly(
            tuple(
                Tag.parse("0b1c2d3"), MORNING, Map.of("org.opencontainers.image.ref.name", "main")),
            tuple(Tag.parse("9f8e7d6"), MORNING.minusSeconds(60), Map.of()));
  }

  @Test
  void asksForNothingMoreWhereNobodyGoesByIt() throws InterruptedException {
    the.watch(new TagPolicy.Semver("*"));

    the.work();

    assertThat(scans()).singleElement().extracting(RepositoryScanned::images).isNull();
    assertThat(the.registry.calls()).containsExactly("list");
  }

  @Test
  void tellsItOnARequestedScanWithTheSameCauseAndOtherIds() throws InterruptedException {
    the.scanned();
    var asked = the.harness().deliver(new ScanRequested(WatchFixture.WEB, "new"));

    the.work();

    assertThat(the.published())
        .hasSize(2)
        .allSatisfy(told -> assertThat(told.causationId()).isEqualTo(asked.id()))
        .extracting(EventEnvelope::id)
        .doesNotHaveDuplicates();
  }

  @Test
  void leavesOutATagThatNobodyCanRead() throws InterruptedException {
    the.registry.breakTag(
        "9f8e7d6", new PermanentRegistryException(RegistryFailure.MALFORMED, "no manifest", null));

    the.work();

    assertThat(scans().getLast().images())
        .extracting(ScannedImage::tag)
        .containsExactly(Tag.parse("0b1c2d3"));
  }

  @Test
  void tellsTheSameAgainAfterACrash() throws InterruptedException {
    the.workAndCrashBeforeTheStateIsWritten();
    List<?> before = the.published().stream().map(EventEnvelope::id).toList();
    the.publisher.clear();

    the.work();

    assertThat(the.published().stream().map(EventEnvelope::id).toList()).isEqualTo(before);
  }

  private List<RepositoryScanned> scans() {
    return the.publisher.events(RepositoryScanned.class);
  }
}
