package dev.slipway.writer.configuration;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.slipway.events.value.FreezeWindow;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.GuardedQueue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what must be so before an environment may change: {@code guard:} and {@code freeze:}. */
final class GuardReader {
  private static final ZonedDateTime ANY_DAY =
      ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  private static final CronParser CRONS =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private GuardReader() {}

  static @Nullable Guard read(Section environment) {
    Guard queues = queues(environment.section("guard"));
    List<FreezeWindow> windows = windows(environment);
    if (windows.isEmpty()) {
      return queues;
    }
    return queues == null
        ? new Guard(List.of(), Duration.ZERO, windows)
        : new Guard(queues.queues(), queues.emptyFor(), windows);
  }

  private static @Nullable Guard queues(@Nullable Section section) {
    if (section == null) {
      return null;
    }
    section.allow("queues", "emptyFor");
    List<GuardedQueue> queues = new ArrayList<>();
    for (Section queue : section.list("queues")) {
      queue.allow("name", "regions");
      String name = queue.required("name");
      List<String> regions = queue.texts("regions");
      if (regions.isEmpty()) {
        queue.complain("regions", "name at least one region");
      } else if (name != null) {
        queues.add(new GuardedQueue(name, regions));
      }
    }
    if (queues.isEmpty()) {
      section.complain("queues", "a guard needs at least one queue");
    }
    Duration emptyFor = section.optional("emptyFor", Durations::parse);
    return new Guard(queues, emptyFor == null ? Guard.DEFAULT_EMPTY_FOR : emptyFor);
  }

  private static List<FreezeWindow> windows(Section environment) {
    List<FreezeWindow> windows = new ArrayList<>();
    List<Section> sections = environment.list("freeze");
    if (environment.isList("freeze") && sections.isEmpty()) {
      environment.complain("freeze", "name at least one window: {cron: '0 16 * * FRI', for: 64h}");
    }
    for (Section section : sections) {
      section.allow("cron", "for", "zone");
      String cron = section.required("cron", GuardReader::cron);
      Duration length = section.required("for", GuardReader::length);
      String zone = section.optional("zone", GuardReader::zone);
      if (cron != null && length != null && (zone != null || !section.has("zone"))) {
        windows.add(new FreezeWindow(cron, length, zone == null ? "UTC" : zone));
      }
    }
    return windows;
  }

  private static String cron(String text) {
    boolean comes;
    try {
      comes = ExecutionTime.forCron(CRONS.parse(text)).nextExecution(ANY_DAY).isPresent();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no cron expression: write minute, hour, day of month, month and day of week,"
              + " as in '0 16 * * FRI' ("
              + e.getMessage()
              + ")",
          e);
    }
    if (!comes) {
      throw new IllegalArgumentException("'" + text + "' never comes");
    }
    return text;
  }

  private static Duration length(String text) {
    Duration length = Durations.parse(text);
    if (!length.isPositive()) {
      throw new IllegalArgumentException("a freeze must last longer than " + text);
    }
    return length;
  }

  private static String zone(String text) {
    try {
      return ZoneId.of(text).getId();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "there is no time zone '" + text + "': write it as Europe/Berlin", e);
    }
  }
}
