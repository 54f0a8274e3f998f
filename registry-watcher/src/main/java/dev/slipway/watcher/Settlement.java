package dev.slipway.watcher;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.watcher.RepositoryState.Notice;
import dev.slipway.watcher.RepositoryState.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides, tag by tag, whether what the registry answers is news, and gathers what is to be told
 * and noted of it.
 *
 * <p>A tag is news when it is not among the known ones, or points elsewhere than when it was last
 * told. A known tag that was never told (all that a first scan found) is told when somebody noticed
 * a push of it: it may or may not have moved, and too much is better than too little.
 */
final class Settlement {
  private final ImageRepository repository;
  private final RepositoryState before;
  private final ImageEvents words;
  private final List<EventEnvelope<ImagePublished>> events = new ArrayList<>();
  private final List<Published> told = new ArrayList<>();
  private final List<Notice> done = new ArrayList<>();

  Settlement(ImageRepository repository, RepositoryState before, ImageEvents words) {
    this.repository = repository;
    this.before = before;
    this.words = words;
  }

  List<EventEnvelope<ImagePublished>> events() {
    return events;
  }

  List<Published> told() {
    return told;
  }

  /** The notices that are looked into with this; later ones of the same tags are not among them. */
  List<Notice> done() {
    return done;
  }

  boolean changesState() {
    return !told.isEmpty() || !done.isEmpty();
  }

  void add(Tag tag, Resolution resolution) {
    before.notices().stream().filter(notice -> notice.tag().equals(tag)).forEach(done::add);
    switch (resolution) {
      case Resolution.Resolved image -> tell(tag, image);
      case Resolution.Absent absent -> {}
    }
  }

  private void tell(Tag tag, Resolution.Resolved image) {
    boolean known = before.tags().contains(tag);
    Optional<Digest> last = before.lastPublished(tag).map(Published::digest).filter(d -> known);
    if (last.isPresent() && last.get().equals(image.digest())) {
      return;
    }
    EventEnvelope<ImagePublished> event =
        words.published(
            repository, tag, image, last.orElse(null), eventBefore(tag, known).orElse(null));
    events.add(event.within(trace(tag).orElse(null)));
    told.add(new Published(tag, image.digest(), event.id()));
  }

  /** The trace of the first push that is told with this. */
  private Optional<String> trace(Tag tag) {
    return before.notices().stream()
        .filter(notice -> notice.tag().equals(tag))
        .flatMap(notice -> Stream.ofNullable(notice.traceparent()))
        .findFirst();
  }

  /**
   * What keeps this event apart from the others of its tag: the one before, or, where only the
   * tag's name is known, the notice of the push.
   */
  private Optional<EventId> eventBefore(Tag tag, boolean known) {
    return before
        .lastPublished(tag)
        .map(Published::event)
        .or(() -> known ? before.firstNotice(tag).map(Notice::id) : Optional.empty());
  }
}
