package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.LookupRefused;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LookupTest {
  private final WatchFixture the = new WatchFixture();

  @Test
  void answersThatAnImageIsThere() throws InterruptedException {
    Digest digest = the.registry.push(WatchFixture.WEB, "1.0.0");
    EventEnvelope<?> question = ask("ghcr.io/acme/web:1.0.0");

    the.work();

    ImageFound answer = the.publisher.events(ImageFound.class).getFirst();
    assertThat(answer.lookup()).isEqualTo(question.id());
    assertThat(answer.tag()).isEqualTo(Tag.parse("1.0.0"));
    assertThat(answer.digest()).isEqualTo(digest);
    assertThat(the.published().getFirst().causationId()).isEqualTo(question.id());
  }

  @Test
  void answersForADigestAlone() throws InterruptedException {
    Digest digest = the.registry.push(WatchFixture.WEB, "1.0.0");
    ask("ghcr.io/acme/web@" + digest);

    the.work();

    ImageFound answer = the.publisher.events(ImageFound.class).getFirst();
    assertThat(answer.tag()).isNull();
    assertThat(answer.digest()).isEqualTo(digest);
  }

  @Test
  void takesANameAloneForItsTagLatest() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "latest");
    ask("ghcr.io/acme/web");

    the.work();

    assertThat(the.registry.calls()).startsWith("resolve latest");
    assertThat(the.publisher.events(ImageFound.class)).hasSize(1);
  }

  @Test
  void answersThatAnImageIsAbsent() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    EventEnvelope<?> question = ask("ghcr.io/acme/web:2.0.0");

    the.work();

    ImageAbsent answer = the.publisher.events(ImageAbsent.class).getFirst();
    assertThat(answer.lookup()).isEqualTo(question.id());
    assertThat(answer.reference()).isEqualTo(ImageReference.parse("ghcr.io/acme/web:2.0.0"));
  }

  @Test
  void answersForARepositoryThatNobodyWatches() throws InterruptedException {
    the.unwatch();
    the.registry.push(WatchFixture.WEB, "1.0.0");
    ask("ghcr.io/acme/web:1.0.0");

    assertThat(the.work()).isEqualTo(Next.whenChanged());
    assertThat(the.publisher.events(ImageFound.class)).hasSize(1);
  }

  @Test
  void answersOnceThoughTheQuestionIsDeliveredTwice() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    EventEnvelope<ImageLookupRequested> question =
        EventEnvelope.first(
            EventId.random(),
            "/manifest-writer",
            Instant.EPOCH,
            new ImageLookupRequested(
                WatchFixture.WEB, ImageReference.parse("ghcr.io/acme/web:1.0.0")));
    the.harness().deliver(WatchFixture.KEY, question);
    the.harness().deliver(WatchFixture.KEY, question);

    the.work();

    assertThat(the.publisher.events(ImageFound.class)).hasSize(1);
  }

  @Test
  void waitsForARegistryThatDoesNotAnswerAndNeverSaysAbsent() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    ask("ghcr.io/acme/web:1.0.0");
    for (int outage = 0; outage < 20; outage++) {
      the.registry.failNext(away());
      assertThat(the.work()).isInstanceOf(Next.After.class);
      the.clock.pass(Duration.ofMinutes(10));
    }
    assertThat(the.published()).isEmpty();

    the.work();

    assertThat(the.publisher.events(ImageFound.class)).hasSize(1);
    assertThat(the.publisher.events(ImageAbsent.class)).isEmpty();
  }

  @Test
  void answersAQuestionThatComesWhileAnotherIsAnswered() throws InterruptedException {
    the.unwatch();
    the.registry.push(WatchFixture.WEB, "1.0.0");
    ask("ghcr.io/acme/web:1.0.0");
    the.registry.duringTheNextCall(() -> ask("ghcr.io/acme/web:2.0.0"));

    the.work();

    assertThat(the.publisher.events(ImageFound.class)).hasSize(1);
    assertThat(the.publisher.events(ImageAbsent.class)).hasSize(1);
  }

  @Test
  void tellsOnceThatTheRegistryRefusesToAnswerAndAnswersWhenItDoesNot()
      throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    EventEnvelope<?> question = ask("ghcr.io/acme/web:1.0.0");
    the.registry.breakTag("1.0.0", refused());
    the.work();
    the.poll();
    the.restart();
    the.poll();

    LookupRefused told = the.publisher.events(LookupRefused.class).getFirst();
    assertThat(told.lookup()).isEqualTo(question.id());
    assertThat(told.reason()).isEqualTo("UNAUTHORIZED");
    assertThat(told.message()).isEqualTo("set a user");
    assertThat(the.publisher.events(LookupRefused.class)).hasSize(1);

    the.registry.repair();
    the.poll();

    assertThat(the.publisher.events(ImageFound.class)).hasSize(1);
    assertThat(the.harness().state(WatchFixture.KEY).lookups()).isEmpty();
  }

  @Test
  void tellsTheSameRefusalAgainAfterACrash() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    ask("ghcr.io/acme/web:1.0.0");
    the.registry.breakTag("1.0.0", refused());

    the.workAndCrashBeforeTheStateIsWritten();
    the.work();

    assertThat(the.published()).hasSize(2);
    assertThat(the.published().getFirst().id()).isEqualTo(the.published().getLast().id());
  }

  @Test
  void givesUpARefusedQuestionAfterADay() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    ask("ghcr.io/acme/web:1.0.0");
    the.registry.breakTag("1.0.0", refused());
    the.work();
    the.clock.pass(Duration.ofHours(23));
    the.work();
    assertThat(the.harness().state(WatchFixture.KEY).lookups()).hasSize(1);

    the.clock.pass(Duration.ofHours(2));
    the.work();

    assertThat(the.harness().state(WatchFixture.KEY).lookups()).isEmpty();
  }

  private static RegistryException refused() {
    return new PermanentRegistryException(RegistryFailure.UNAUTHORIZED, "set a user", null);
  }

  private static RegistryException away() {
    return new TransientRegistryException(RegistryFailure.UNAVAILABLE, "away", Duration.ZERO, null);
  }

  private EventEnvelope<?> ask(String image) {
    return the.harness()
        .deliver(new ImageLookupRequested(WatchFixture.WEB, ImageReference.parse(image)));
  }
}
