package dev.slipway.watcher;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventType;
import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.LookupRefused;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.ScannedImage;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Words what was seen as events, each with an id that the same sight gives again. */
final class ImageEvents {
  private static final String SOURCE = "/registry-watcher";
  private static final String NONE = "none";

  private final InstantSource clock;

  ImageEvents(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * A tag is new or has moved.
   *
   * @param before the event before it for that tag, or the notice where no such event is known
   */
  EventEnvelope<ImagePublished> published(
      ImageRepository repository,
      Tag tag,
      Resolution.Resolved image,
      @Nullable Digest previousDigest,
      @Nullable EventId before) {
    EventId id =
        EventId.derive(
            EventType.IMAGE_PUBLISHED.typeName(),
            repository,
            tag,
            image.digest(),
            before == null ? NONE : before);
    return EventEnvelope.first(
        id,
        SOURCE,
        clock.instant(),
        new ImagePublished(
            repository, tag, image.digest(), image.createdAt(), image.labels(), previousDigest));
  }

  /**
   * All tags of a repository for the first time.
   *
   * <p>The id holds the tags: a scan that is repeated after a crash may find more of them, and then
   * it is another event.
   */
  EventEnvelope<RepositoryScanned> firstScan(
      ImageRepository repository, SortedSet<Tag> tags, long scans) {
    String type = EventType.REPOSITORY_SCANNED.typeName();
    EventId id = EventId.derive(type, repository, "first", scans, tags);
    return EventEnvelope.first(
        id, SOURCE, clock.instant(), new RepositoryScanned(repository, List.copyOf(tags), false));
  }

  EventEnvelope<RepositoryScanned> requestedScan(
      ImageRepository repository, SortedSet<Tag> tags, Cause request) {
    String type = EventType.REPOSITORY_SCANNED.typeName();
    EventId id = EventId.derive(type, repository, request.event(), tags);
    return request.envelope(
        id, SOURCE, clock.instant(), new RepositoryScanned(repository, List.copyOf(tags), true));
  }

  /** What is behind some of a scan's tags: an event of its own, which follows from the same. */
  EventEnvelope<RepositoryScanned> details(
      EventEnvelope<RepositoryScanned> scan, List<ScannedImage> images) {
    RepositoryScanned all = scan.event();
    EventId id = EventId.derive(EventType.REPOSITORY_SCANNED.typeName(), scan.id(), images);
    return new EventEnvelope<>(
        id,
        SOURCE,
        clock.instant(),
        new RepositoryScanned(all.repository(), all.tags(), all.requested(), images),
        scan.correlationId(),
        scan.causationId(),
        scan.traceparent());
  }

  /** That the registry refuses to answer a lookup. */
  EventEnvelope<LookupRefused> refusal(RepositoryState.Lookup lookup, RegistryException failure) {
    Cause cause = lookup.cause();
    EventId id = EventId.derive(EventType.LOOKUP_REFUSED.typeName(), cause.event(), lookup.image());
    return cause.envelope(
        id,
        SOURCE,
        clock.instant(),
        new LookupRefused(
            lookup.image().repository(),
            cause.event(),
            lookup.image(),
            failure.reason().name(),
            String.valueOf(failure.getMessage())));
  }

  /** The answer to a lookup. */
  EventEnvelope<? extends ImageEvent> answer(RepositoryState.Lookup lookup, Resolution resolution) {
    Cause cause = lookup.cause();
    ImageRepository repository = lookup.image().repository();
    ImageEvent answer =
        switch (resolution) {
          case Resolution.Resolved found ->
              new ImageFound(
                  repository,
                  cause.event(),
                  lookup.image().tag(),
                  found.digest(),
                  found.createdAt(),
                  found.labels());
          case Resolution.Absent absent ->
              new ImageAbsent(repository, cause.event(), lookup.image(), absent.message());
        };
    EventId id = EventId.derive(answer.type().typeName(), cause.event(), repository);
    return cause.envelope(id, SOURCE, clock.instant(), answer);
  }
}
