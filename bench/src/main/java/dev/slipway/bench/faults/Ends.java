package dev.slipway.bench.faults;

import dev.slipway.bench.running.Ended;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which processes ended, and which of them were killed.
 *
 * @param ended those that {@code up} started again, without having ended them
 * @param killed by the bench
 */
record Ends(List<Ended> ended, List<Fault> killed) {
  private static final int BY_KILL_9 = 137;

  Ends {
    ended = List.copyOf(ended);
    killed = List.copyOf(killed);
  }

  /** Those that died by themselves, or by somebody else's hand. */
  List<Ended> deaths() {
    Map<String, Long> kills =
        new HashMap<>(
            killed.stream().collect(Collectors.groupingBy(Fault::process, Collectors.counting())));
    List<Ended> deaths = new ArrayList<>();
    for (Ended end : ended) {
      boolean ours = end.code() == BY_KILL_9 && kills.getOrDefault(end.name(), 0L) > 0;
      if (ours) {
        kills.merge(end.name(), -1L, Long::sum);
      } else {
        deaths.add(end);
      }
    }
    return deaths;
  }
}
