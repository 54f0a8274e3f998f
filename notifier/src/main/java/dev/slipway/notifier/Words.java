package dev.slipway.notifier;

import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Phrases that more than one message needs. */
final class Words {
  private static final int MOST_NAMED = 4;

  private Words() {}

  /** {@code web 1.4.1 → 1.4.2, api 7}: the managed images that differ from what runs. */
  static String changes(List<DesiredImage> desired, List<ImageReference> running) {
    List<String> changes = new ArrayList<>();
    for (DesiredImage image : desired) {
      if (image.name() != null && !running.contains(image.reference())) {
        changes.add(change(image.name(), image.reference(), running));
      }
    }
    return list(changes);
  }

  private static String change(
      String name, ImageReference reference, List<ImageReference> running) {
    String from =
        running.stream()
            .filter(image -> image.repository().equals(reference.repository()))
            .map(image -> version(image) + " → ")
            .findFirst()
            .orElse("");
    return name + " " + from + version(reference);
  }

  /** {@code web 1.4.2, api 7}: by the last part of the repository's name. */
  static String images(Stream<ImageReference> images) {
    return list(
        images
            .distinct()
            .map(image -> image.repository().shortName() + " " + version(image))
            .toList());
  }

  /** The tag, or the digest's first digits where there is none. */
  static String version(ImageReference image) {
    if (image.tag() != null) {
      return image.tag().toString();
    }
    Digest digest = image.digest();
    return digest == null ? "(no tag)" : digest.abbreviated();
  }

  static String list(List<String> parts) {
    String named = parts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return parts.size() <= MOST_NAMED
        ? named
        : named + " and " + (parts.size() - MOST_NAMED) + " more";
  }

  static String count(int number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }

  /** {@code : because}, or nothing. */
  static String because(@Nullable String reason) {
    return reason == null || reason.isBlank() ? "" : ": " + reason;
  }

  /** {@code 3 s}, {@code 2 min 5 s}, {@code 1 h 4 min}. */
  static String duration(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toSeconds() + " s";
  }
}
