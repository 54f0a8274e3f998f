package dev.slipway.guard;

import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.QueueReading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Queues held in memory. What was never set is empty. */
final class FakeQueues implements QueueReader {
  private final Map<String, QueueReading> contents = new HashMap<>();
  private Runnable whileAsked = () -> {};
  private int times;

  void running(String region, long jobs) {
    contents.put(region, new QueueReading("jobs", region, 0, jobs, 0, null));
  }

  void empty(String region) {
    contents.remove(region);
  }

  void silent(String region) {
    contents.put(region, new QueueReading("jobs", region, 0, 0, 0, "no answer within 3 s"));
  }

  /** Does something while the next reading is under way. */
  void whileAsked(Runnable action) {
    whileAsked = action;
  }

  int timesAsked() {
    return times;
  }

  @Override
  public List<QueueReading> read(List<GuardedQueue> queues) {
    times++;
    Runnable action = whileAsked;
    whileAsked = () -> {};
    action.run();
    var readings = new ArrayList<QueueReading>();
    for (GuardedQueue queue : queues) {
      for (String region : queue.regions()) {
        QueueReading empty = new QueueReading(queue.name(), region, 0, 0, 0, null);
        readings.add(contents.getOrDefault(region, empty));
      }
    }
    return readings;
  }
}
