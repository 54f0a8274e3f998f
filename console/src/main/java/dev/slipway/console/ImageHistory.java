package dev.slipway.console;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.LookupRefused;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a registry was said to hold in one repository, bounded. Not safe for several threads. */
final class ImageHistory {
  private static final int PUSHES_KEPT = 2_000;
  private static final int ABSENT_KEPT = 200;

  /** A push as it was announced. */
  record Push(ImagePublished image, EventEnvelope<?> envelope) {}

  /** A question that the registry answered with no. */
  record Absence(ImageAbsent image, EventEnvelope<?> envelope) {}

  private final Deque<Push> pushes = new ArrayDeque<>();
  private final LinkedHashMap<String, Absence> absent = new LinkedHashMap<>();
  private ListedTags scanned = ListedTags.NONE;
  private @Nullable Instant scannedAt;

  void add(ImageEvent event, EventEnvelope<?> envelope) {
    switch (event) {
      case RepositoryScanned scan -> {
        scanned = ListedTags.of(scan.tags());
        scannedAt = envelope.time();
      }
      case ImagePublished published -> {
        pushes.addLast(new Push(published, envelope));
        if (pushes.size() > PUSHES_KEPT) {
          pushes.removeFirst();
        }
      }
      case ImageAbsent image -> {
        absent.putLast(image.reference().toString(), new Absence(image, envelope));
        if (absent.size() > ABSENT_KEPT) {
          absent.pollFirstEntry();
        }
      }
      case LookupRefused _ -> {}
      case ImageFound found ->
          absent
              .values()
              .removeIf(
                  a -> found.tag() != null && found.tag().equals(a.image().reference().tag()));
    }
  }

  /** The last push of that tag, or of any. */
  Optional<Push> newest(@Nullable Tag tag) {
    Iterator<Push> newestFirst = pushes.descendingIterator();
    while (newestFirst.hasNext()) {
      Push push = newestFirst.next();
      if (tag == null || push.image().tag().equals(tag)) {
        return Optional.of(push);
      }
    }
    return Optional.empty();
  }

  Optional<Absence> absence(Tag tag) {
    return absent.values().stream()
        .filter(a -> tag.equals(a.image().reference().tag()))
        .findFirst();
  }

  /** When the tag was listed by a scan; such a tag may never have been announced by itself. */
  Optional<Instant> listedAt(Tag tag) {
    return scanned.contains(tag) ? Optional.ofNullable(scannedAt) : Optional.empty();
  }

  Optional<Instant> scannedAt() {
    return Optional.ofNullable(scannedAt);
  }
}
