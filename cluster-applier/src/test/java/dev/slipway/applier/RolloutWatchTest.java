package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.rollout.RolloutMonitor.Limits;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whether what was applied comes up, and as which digest. */
class RolloutWatchTest {
  private static final String IMAGE = "registry.example/acme/web:1";
  private static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));
  private final FakeSource source = new FakeSource();
  private final FakeCluster cluster = new FakeCluster();
  private final AtomicLong nanoTime = new AtomicLong();
  private final Applying applying =
      new Applying(FakeSource.ADDRESS, source, cluster, "dev").nanoTime(nanoTime::get);

  @Test
  void tellsTheDigestsThatThePodsReport() throws InterruptedException {
    cluster.pods.digests.put(IMAGE, DIGEST.toString());
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 2));
    applying.apply(applying.revision(source.commit(), 1));

    assertThat(applying.last(RolloutSucceeded.class).images())
        .singleElement()
        .satisfies(image -> assertThat(image.digest()).isEqualTo(DIGEST));
  }

  @Test
  void provesNoDigestWhereNoPodRuns() throws InterruptedException {
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 0));
    applying.apply(applying.revision(source.commit(), 1));

    assertThat(applying.last(RolloutSucceeded.class).images())
        .singleElement()
        .satisfies(image -> assertThat(image.digest()).isNull());
  }

  @Test
  void aNewerRevisionEndsTheWatchOfTheOlder() throws InterruptedException {
    cluster.pods.hang("web");
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    Revision first = applying.revision(source.commit(), 1);
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE + "2", 1));
    Revision second = applying.revision(source.commit(), 2);
    applying.clear(first);
    cluster.pods.onLook(
        () -> {
          cluster.pods.onLook(() -> {});
          applying.clear(second);
        });
    assertThat(applying.work()).isEqualTo(Next.after(Duration.ZERO));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();

    cluster.pods.recover("web");
    applying.work();
    assertThat(applying.last(RolloutSucceeded.class).sequence()).isEqualTo(second.sequence());
  }

  @Test
  void tellsWhyAWorkloadDoesNotComeUp() throws InterruptedException {
    cluster.pods.crash("web");
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.apply(applying.revision(source.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.CRASHED);
    assertThat(failed.images()).isNotEmpty();
    assertThat(failed.message()).contains("exit code 3", "last words of web-0");
    assertThat(failed.begun()).isTrue();
  }

  @Test
  void namesTheProbeOfAPodThatDoesNotBecomeReady() throws InterruptedException {
    applying.limits(new Limits(Duration.ofMinutes(10), Duration.ofMinutes(30)));
    cluster.pods.hang("web");
    cluster.pods.onLook(() -> nanoTime.addAndGet(Duration.ofMinutes(4).toNanos()));
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.apply(applying.revision(source.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.NOT_READY);
    assertThat(failed.message()).contains("pod web-0 is not ready: Readiness probe failed: 503");
  }

  @Test
  void afterAFailureTheNextRevisionWatchesWhatWasNotReady() throws InterruptedException {
    cluster.pods.crash("web");
    source.write("apps/dev/web.yaml", Yaml.deployment("web", IMAGE, 1));
    applying.apply(applying.revision(source.commit(), 1));
    source.write("apps/dev/a.yaml", Yaml.configMap("a", "1"));
    applying.apply(applying.revision(source.commit(), 2));

    assertThat(applying.events(RolloutFailed.class)).hasSize(2);
    assertThat(applying.events(RolloutSucceeded.class)).isEmpty();
  }
}
