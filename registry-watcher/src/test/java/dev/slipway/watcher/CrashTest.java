package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.value.ImageReference;
import dev.slipway.messaging.BrokerUnavailableException;
import org.junit.jupiter.api.Test;

/** A crash between publishing and writing the state: the repeat must be recognisable. */
class CrashTest {
  private final WatchFixture the = new WatchFixture();

  @Test
  void repeatsTheFirstScanUnderTheSameId() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");

    the.workAndCrashBeforeTheStateIsWritten();
    the.work();

    assertThat(the.published()).hasSize(2);
    assertOneId();
  }

  @Test
  void doesNotCallTwoDifferentScansByOneId() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.workAndCrashBeforeTheStateIsWritten();
    the.registry.push(WatchFixture.WEB, "1.1.0");
    the.work();

    assertThat(the.publisher.events(RepositoryScanned.class)).hasSize(2);
    assertThat(the.published()).extracting(EventEnvelope::id).doesNotHaveDuplicates();
  }

  @Test
  void repeatsANewTagUnderTheSameId() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");
    the.clock.pass(WatchFixture.INTERVAL.multipliedBy(2));

    the.workAndCrashBeforeTheStateIsWritten();
    the.work();

    assertThat(the.publishedTags()).containsExactly("1.1.0", "1.1.0");
    assertOneId();
  }

  @Test
  void repeatsAPushOfATagWithUnknownDigestUnderTheSameIdThoughMoreNoticesCame()
      throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "latest");
    the.scanned();
    the.notice("latest");

    the.workAndCrashBeforeTheStateIsWritten();
    the.notice("latest");
    the.work();

    assertThat(the.publishedTags()).containsExactly("latest", "latest");
    assertOneId();
  }

  @Test
  void repeatsAnAnswerUnderTheSameId() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.harness()
        .deliver(
            new ImageLookupRequested(
                WatchFixture.WEB, ImageReference.parse("ghcr.io/acme/web:1.0.0")));

    the.workAndCrashBeforeTheStateIsWritten();
    the.work();

    assertThat(the.publisher.events(ImageFound.class)).hasSize(2);
    assertOneId();
  }

  @Test
  void keepsWhatTheBrokerDidNotTake() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");
    the.notice("1.1.0");
    the.publisher.failNext(1);

    assertThatThrownBy(the::work).isInstanceOf(BrokerUnavailableException.class);
    assertThat(the.published()).isEmpty();
    the.work();

    assertThat(the.publishedTags()).containsExactly("1.1.0");
  }

  private void assertOneId() {
    assertThat(the.published().stream().map(EventEnvelope::id).distinct()).hasSize(1);
  }
}
