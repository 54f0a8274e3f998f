package dev.slipway.bench.writer;

import dev.slipway.bench.running.EventSender;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells of new versions as the registry watcher does. */
public final class ImageEvents implements AutoCloseable {
  private final EventSender sender;

  public ImageEvents(String bootstrapServers) {
    sender = new EventSender(bootstrapServers);
  }

  /** Returns once the broker has them all. */
  public void publish(List<Integer> images, String version) {
    long _ =
        sender.send(
            images.stream()
                .map(image -> new EventSender.Told(id(image, version), published(image, version)))
                .toList());
  }

  /** The id under which that version's event is published. */
  public static EventId id(int image, String version) {
    return EventId.derive("bench", ManifestRepository.image(image), version);
  }

  private static ImagePublished published(int image, String version) {
    ImageRepository repository = ImageRepository.parse(ManifestRepository.image(image));
    Digest digest = Digest.parse("sha256:%064x".formatted(image * 31L + version.hashCode() & 0xff));
    return new ImagePublished(
        repository, Tag.parse(version), digest, Instant.now(), Map.of(), null);
  }

  @Override
  public void close() {
    sender.close();
  }
}
