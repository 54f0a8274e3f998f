package dev.slipway.bench.timeline;

import dev.slipway.events.value.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * When each push was first seen at each stage. Every time is {@link System#nanoTime} of this
 * process: no two clocks are compared. Whoever looks on may write from any thread.
 */
public final class Timeline {
  private record Sight(PushedImage image, Stage stage) {}

  private final ConcurrentMap<Sight, Long> sights = new ConcurrentHashMap<>();
  private final ConcurrentMap<EventId, PushedImage> events = new ConcurrentHashMap<>();
  private final ConcurrentMap<EventId, Long> commits = new ConcurrentHashMap<>();
  private final Map<PushedImage, Long> pushes = new ConcurrentHashMap<>();

  /** The registry has answered the push. */
  public void pushed(PushedImage image, long nanos) {
    pushes.put(image, nanos);
  }

  void published(EventId event, PushedImage image, long nanos) {
    events.putIfAbsent(event, image);
    seen(image, Stage.EVENT, nanos);
    Long committed = commits.get(event);
    if (committed != null) {
      seen(image, Stage.COMMIT, committed);
    }
  }

  /** The branch holds a commit that names this event as its cause. */
  void committed(EventId cause, long nanos) {
    commits.putIfAbsent(cause, nanos);
    PushedImage image = events.get(cause);
    if (image != null) {
      seen(image, Stage.COMMIT, nanos);
    }
  }

  void seen(PushedImage image, Stage stage, long nanos) {
    sights.merge(new Sight(image, stage), nanos, Math::min);
  }

  /** Whether the push was seen there. */
  public boolean has(PushedImage image, Stage stage) {
    return sights.containsKey(new Sight(image, stage));
  }

  /** From the push to the stage; empty where it was not seen there. */
  public Optional<Duration> since(PushedImage image, Stage stage) {
    Long pushed = pushes.get(image);
    Long seen = sights.get(new Sight(image, stage));
    return pushed == null || seen == null
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(seen - pushed));
  }

  /** From the push to each stage, over those that were seen there. */
  public Map<Stage, List<Duration>> sincePush(List<PushedImage> images) {
    Map<Stage, List<Duration>> all = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      all.put(stage, images.stream().flatMap(image -> since(image, stage).stream()).toList());
    }
    return all;
  }

  /** What each stage took by itself, over those that were seen at it and at the one before. */
  public Map<Stage, List<Duration>> withinStage(List<PushedImage> images) {
    Map<Stage, List<Duration>> all = new EnumMap<>(Stage.class);
    @Nullable Stage before = null;
    for (Stage stage : Stage.values()) {
      List<Duration> took = new ArrayList<>();
      for (PushedImage image : images) {
        Optional<Duration> from =
            before == null ? Optional.of(Duration.ZERO) : since(image, before);
        Optional<Duration> to = since(image, stage);
        if (from.isPresent() && to.isPresent()) {
          // Two observers may see what lies close together the other way round.
          Duration difference = to.get().minus(from.get());
          took.add(difference.isNegative() ? Duration.ZERO : difference);
        }
      }
      all.put(stage, took);
      before = stage;
    }
    return all;
  }
}
