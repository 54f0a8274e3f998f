package dev.slipway.guard;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.slipway.events.value.FreezeWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** When environments must not change. Remembers the expressions it has read; for any thread. */
final class FreezeCalendar {
  private static final int FOLLOWED_ON_END = 100;

  private final CronParser parser =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private final Map<String, ExecutionTime> beginnings = new ConcurrentHashMap<>();

  /**
   * Whether one of the windows is open.
   *
   * @return until when; of windows without an end in sight, an end far away
   */
  Optional<Frozen> at(Instant now, List<FreezeWindow> windows) {
    Optional<ZonedDateTime> end = latestEnd(now, windows);
    for (int followed = 0; followed < FOLLOWED_ON_END && end.isPresent(); followed++) {
      Optional<ZonedDateTime> later = latestEnd(end.get().toInstant(), windows);
      if (later.isEmpty()) {
        break;
      }
      end = later;
    }
    return end.map(Frozen::new);
  }

  /** Of the windows that are open then. */
  private Optional<ZonedDateTime> latestEnd(Instant then, List<FreezeWindow> windows) {
    return windows.stream()
        .flatMap(window -> ends(then, window))
        .filter(end -> end.toInstant().isAfter(then))
        .max(Comparator.comparing(ZonedDateTime::toInstant));
  }

  /**
   * Of the window that began last: all of one rule are of one length. A beginning that summer time
   * leaves out counts, by the wall clock, and one that comes twice counts from its first time on.
   */
  private Stream<ZonedDateTime> ends(Instant then, FreezeWindow window) {
    ZonedDateTime local = then.atZone(ZoneId.of(window.zone()));
    ZonedDateTime wallClock = local.toLocalDateTime().atZone(ZoneOffset.UTC);
    return Stream.of(local, wallClock)
        .flatMap(now -> lastBeginning(window.cron(), now).stream())
        .map(begin -> begin.toLocalDateTime().plus(window.length()).atZone(local.getZone()));
  }

  private Optional<ZonedDateTime> lastBeginning(String cron, ZonedDateTime now) {
    ExecutionTime times =
        beginnings.computeIfAbsent(cron, text -> ExecutionTime.forCron(parser.parse(text)));
    return times.isMatch(now)
        ? Optional.of(now.truncatedTo(ChronoUnit.MINUTES))
        : times.lastExecution(now);
  }
}
