package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.RepositoryScanned;
import dev.slipway.messaging.Next;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegistryTroubleTest {
  private final WatchFixture the = new WatchFixture();

  @Test
  void triesAgainLessAndLessOftenWhileARegistryIsAway() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    for (int seconds = 1; seconds <= 32; seconds *= 2) {
      the.registry.failNext(temporary(RegistryFailure.UNAVAILABLE, Duration.ZERO));
      assertThat(the.work()).isEqualTo(Next.after(Duration.ofSeconds(seconds)));
    }
    the.registry.failNext(temporary(RegistryFailure.UNAVAILABLE, Duration.ZERO));

    assertThat(the.work()).isEqualTo(Next.after(WatchFixture.INTERVAL));
  }

  @Test
  void startsOverWithShortPausesAfterItWorkedOnce() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.registry.failNext(temporary(RegistryFailure.UNAVAILABLE, Duration.ZERO));
    the.work();
    the.work();
    the.clock.pass(WatchFixture.INTERVAL.multipliedBy(2));
    the.registry.failNext(temporary(RegistryFailure.UNAVAILABLE, Duration.ZERO));

    assertThat(the.work()).isEqualTo(Next.after(Duration.ofSeconds(1)));
  }

  @Test
  void leavesARegistryAloneForAsLongAsItAsks() throws InterruptedException {
    the.registry.failNext(temporary(RegistryFailure.RATE_LIMITED, Duration.ofMinutes(7)));

    assertThat(the.work()).isEqualTo(Next.after(Duration.ofMinutes(7)));
  }

  @Test
  void asksNothingMoreInARoundOnceTheRegistryIsAway() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.notice("1.1.0");
    the.notice("1.2.0");
    the.registry.failNext(temporary(RegistryFailure.UNAVAILABLE, Duration.ZERO));

    the.poll();

    assertThat(the.registry.calls()).hasSize(1);
    assertThat(the.harness().state(WatchFixture.KEY).notices()).hasSize(2);
  }

  @Test
  void tellsTheOtherTagsThoughOneCannotBeResolved() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");
    the.registry.push(WatchFixture.WEB, "1.2.0");
    the.registry.breakTag("1.1.0", temporary(RegistryFailure.SERVER_ERROR, Duration.ZERO));

    the.poll();
    assertThat(the.publishedTags()).containsExactly("1.2.0");
    the.registry.repair();
    the.poll();

    assertThat(the.publishedTags()).containsExactly("1.2.0", "1.1.0");
  }

  @Test
  void forgetsNothingWhenARepositorySeemsToBeGone() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.failNext(permanent(RegistryFailure.REPOSITORY_ABSENT));
    the.poll();

    the.poll();

    assertThat(the.published()).isEmpty();
  }

  @Test
  void scansARepositoryOnceItIsThere() throws InterruptedException {
    assertThat(the.work()).isEqualTo(Next.after(WatchFixture.INTERVAL));
    assertThat(the.troubles.current()).containsKey(WatchFixture.WEB);
    the.registry.push(WatchFixture.WEB, "1.0.0");

    the.notice("1.0.0");
    the.work();

    assertThat(the.publisher.events(RepositoryScanned.class)).hasSize(1);
    assertThat(the.publishedTags()).containsExactly("1.0.0");
    assertThat(the.troubles.current()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void showsAndCountsEveryReason(RegistryFailure reason) throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.registry.failNext(permanent(reason));

    the.work();
    assertThat(the.troubles.current().get(WatchFixture.WEB))
        .extracting(Troubles.Trouble::reason)
        .isEqualTo(reason);
    assertThat(the.outcomes).containsEntry("failed " + reason, 1);

    the.poll();
    assertThat(the.troubles.current()).isEmpty();
  }

  @Test
  void stopsShowingATroubleThatNobodyConfirms() throws InterruptedException {
    the.registry.failNext(permanent(RegistryFailure.UNAUTHORIZED));
    the.work();

    the.clock.pass(WatchFixture.INTERVAL.multipliedBy(6));

    assertThat(the.troubles.current()).isEmpty();
  }

  private static RegistryException temporary(RegistryFailure reason, Duration notBefore) {
    return new TransientRegistryException(reason, "it failed", notBefore, null);
  }

  private static RegistryException permanent(RegistryFailure reason) {
    return new PermanentRegistryException(reason, "it refused", null);
  }
}
