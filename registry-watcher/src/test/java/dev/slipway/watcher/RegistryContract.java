package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every {@link Registry} promises; run by the fake and by the real one. */
public abstract class RegistryContract {
  private static final Instant CREATED = Instant.parse("2026-11-20T09:00:00Z");
  private static final Tag TAG = Tag.parse("1.0.0");

  protected abstract Registry registry();

  /** A repository at the registry under test, with that path. */
  protected abstract ImageRepository repository(String path);

  protected abstract Digest push(
      ImageRepository repository, String tag, Instant createdAt, Map<String, String> labels);

  /** The next request is answered with this status. */
  protected abstract void failNext(int status, Duration retryAfter);

  /** No request is answered until {@link #recover}. */
  protected abstract void disappear();

  protected abstract void recover();

  @Test
  void listsEveryTagHoweverManyThereAre() throws InterruptedException {
    ImageRepository repository = repository("acme/many");
    for (int i = 0; i < 11; i++) {
      push(repository, "1.0." + i, CREATED, Map.of());
    }

    assertThat(registry().listTags(repository))
        .hasSize(11)
        .contains(Tag.parse("1.0.0"), Tag.parse("1.0.10"));
  }

  @Test
  void listsTheNextTagsBehindOne() throws InterruptedException {
    ImageRepository repository = repository("acme/behind");
    for (String tag : List.of("20261118", "20261119", "20261120", "latest")) {
      push(repository, tag, CREATED, Map.of());
    }

    assertThat(registry().listTagsAfter(repository, Tag.parse("20261118"), 2))
        .containsExactly(Tag.parse("20261119"), Tag.parse("20261120"));
    assertThat(registry().listTagsAfter(repository, Tag.parse("latest"), 2)).isEmpty();
  }

  @Test
  void doesNotTakeAnUnknownRepositoryForAnEmptyOne() {
    RegistryException failure = failureOf(() -> registry().listTags(repository("acme/nothing")));

    assertThat(failure.reason()).isEqualTo(RegistryFailure.REPOSITORY_ABSENT);
    assertThat(failure).isInstanceOf(PermanentRegistryException.class);
  }

  @Test
  void seesWhereATagPoints() throws InterruptedException {
    ImageRepository repository = repository("acme/head");
    Digest digest = push(repository, "1.0.0", CREATED, Map.of());

    assertThat(registry().head(repository, TAG)).contains(digest);
    assertThat(registry().head(repository, Tag.parse("2.0.0"))).isEmpty();
  }

  @Test
  void tellsWhatAnImageSaysAboutItself() throws InterruptedException {
    ImageRepository repository = repository("acme/labels");
    Map<String, String> labels = Map.of("org.opencontainers.image.revision", "8a2ce0f");
    Digest digest = push(repository, "1.0.0", CREATED, labels);

    assertThat(registry().resolve(new ImageReference(repository, TAG, null)))
        .isEqualTo(new Resolution.Resolved(digest, CREATED, labels));
  }

  @Test
  void findsAnImageByItsDigestWhereverTheTagPoints() throws InterruptedException {
    ImageRepository repository = repository("acme/moved");
    Digest first = push(repository, "1.0.0", CREATED, Map.of("build", "1"));
    push(repository, "1.0.0", CREATED, Map.of("build", "2"));

    assertThat(registry().resolve(new ImageReference(repository, TAG, first)))
        .isEqualTo(new Resolution.Resolved(first, CREATED, Map.of("build", "1")));
  }

  @Test
  void saysThatAnImageIsAbsentWhenTheRegistrySaysSo() throws InterruptedException {
    ImageRepository repository = repository("acme/absent");
    push(repository, "1.0.0", CREATED, Map.of());

    assertThat(registry().resolve(new ImageReference(repository, Tag.parse("2.0.0"), null)))
        .isInstanceOf(Resolution.Absent.class);
    assertThat(registry().resolve(new ImageReference(repository("acme/nothing"), TAG, null)))
        .isInstanceOf(Resolution.Absent.class);
  }

  @Test
  void namesARefusalOfTheCredentials() {
    failNext(401, Duration.ZERO);
    RegistryException failure = failureOf(() -> registry().listTags(repository("acme/web")));

    assertThat(failure.reason()).isEqualTo(RegistryFailure.UNAUTHORIZED);
    assertThat(failure).isInstanceOf(PermanentRegistryException.class);
  }

  @Test
  void tellsHowLongTheRegistryWantsToBeLeftAlone() {
    failNext(429, Duration.ofSeconds(30));
    RegistryException failure = failureOf(() -> registry().listTags(repository("acme/web")));

    assertThat(failure.reason()).isEqualTo(RegistryFailure.RATE_LIMITED);
    assertThat(failure)
        .isInstanceOfSatisfying(
            TransientRegistryException.class,
            e -> assertThat(e.notBefore()).isEqualTo(Duration.ofSeconds(30)));
  }

  @Test
  void callsAServerErrorTransient() {
    ImageRepository repository = repository("acme/web");
    push(repository, "1.0.0", CREATED, Map.of());
    failNext(500, Duration.ZERO);
    RegistryException failure =
        failureOf(() -> registry().resolve(new ImageReference(repository, TAG, null)));

    assertThat(failure.reason()).isEqualTo(RegistryFailure.SERVER_ERROR);
    assertThat(failure).isInstanceOf(TransientRegistryException.class);
  }

  @Test
  void neverSaysAbsentBecauseNobodyAnswers() {
    ImageRepository repository = repository("acme/web");
    push(repository, "1.0.0", CREATED, Map.of());
    disappear();
    RegistryException failure =
        failureOf(() -> registry().resolve(new ImageReference(repository, TAG, null)));
    recover();

    assertThat(failure.reason()).isEqualTo(RegistryFailure.UNAVAILABLE);
    assertThat(failure).isInstanceOf(TransientRegistryException.class);
  }

  protected static RegistryException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(RegistryException.class, call);
  }
}
