package dev.slipway.bench.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Pushes images under rising timestamp tags, and waits until they are applied. */
public final class Pushes {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int SEVEN_HEX_DIGITS = 0x1000_0000;
  private static final long LOOK_MILLIS = 5;

  private final Timeline timeline;
  private final Consumer<PushedImage> registry;
  private final Map<String, Instant> last = new HashMap<>();
  private final List<PushedImage> pushed = new ArrayList<>();

  /**
   * Pushes to a registry.
   *
   * @param registry returns when the registry has answered the push
   */
  public Pushes(Timeline timeline, Consumer<PushedImage> registry) {
    this.timeline = timeline;
    this.registry = registry;
  }

  /** Pushes the next version of the image; later than any before, by its tag. */
  public PushedImage push(String path) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant stamp =
        last.merge(
            path, now, (before, n) -> n.isAfter(before) ? n : before.plus(1, ChronoUnit.SECONDS));
    int random = ThreadLocalRandom.current().nextInt(SEVEN_HEX_DIGITS);
    PushedImage image = new PushedImage(path, STAMP.format(stamp) + "-" + "%07x".formatted(random));
    registry.accept(image);
    timeline.pushed(image, System.nanoTime());
    pushed.add(image);
    return image;
  }

  public List<PushedImage> pushed() {
    return List.copyOf(pushed);
  }

  /** The newest of each image: those that must run in the end. */
  public List<PushedImage> newest() {
    Map<String, PushedImage> newest = new HashMap<>();
    pushed.forEach(image -> newest.put(image.path(), image));
    return List.copyOf(newest.values());
  }

  /** Waits until the cluster is told to run these; false where the time is up. */
  public boolean awaitApplied(List<PushedImage> images, Duration atMost)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    List<PushedImage> missing = new ArrayList<>(images);
    missing.removeIf(image -> timeline.has(image, Stage.APPLIED));
    while (!missing.isEmpty()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
      missing.removeIf(image -> timeline.has(image, Stage.APPLIED));
    }
    return true;
  }
}
