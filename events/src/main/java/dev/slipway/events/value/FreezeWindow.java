package dev.slipway.events.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;

/**
 * A time that comes again and again, in which an environment must not change.
 *
 * @param cron when it begins: minute, hour, day of month, month, day of week, as in crontab(5)
 * @param length how long it lasts, by the clock on the wall: 64 hours from Friday 16:00 end on
 *     Monday 08:00, whether or not summer time begins or ends in between
 * @param zone of that clock, as the IANA database names it: {@code Europe/Berlin}
 */
public record FreezeWindow(String cron, Duration length, String zone) {
  public FreezeWindow {
    Check.notBlank("cron", cron);
    if (!length.isPositive()) {
      throw new IllegalArgumentException("a freeze must last longer than " + length);
    }
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no time zone '" + zone + "'", e);
    }
  }
}
