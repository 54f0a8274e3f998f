package dev.slipway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.FreezeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezeCalendarTest {
  private final FreezeCalendar calendar = new FreezeCalendar();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "open",
      textBlock =
          """
          # an ordinary weekend
          0 16 * * FRI | 64h | Europe/Berlin | 2026-11-20T15:59:59+01:00 | open
          0 16 * * FRI | 64h | Europe/Berlin | 2026-11-20T16:00:00+01:00 | 2026-11-23T08:00+01:00
          0 16 * * FRI | 64h | Europe/Berlin | 2026-11-20T16:00:30+01:00 | 2026-11-23T08:00+01:00
          0 16 * * FRI | 64h | Europe/Berlin | 2026-11-22T12:00:00+01:00 | 2026-11-23T08:00+01:00
          0 16 * * FRI | 64h | Europe/Berlin | 2026-11-23T07:59:59+01:00 | 2026-11-23T08:00+01:00
          0 16 * * FRI | 64h | Europe/Berlin | 2026-11-23T08:00:00+01:00 | open
          # summer time begins on Sunday 2026-03-29, 02:00: the weekend has 63 hours
          0 16 * * FRI | 64h | Europe/Berlin | 2026-03-27T16:00:00+01:00 | 2026-03-30T08:00+02:00
          0 16 * * FRI | 64h | Europe/Berlin | 2026-03-30T07:59:00+02:00 | 2026-03-30T08:00+02:00
          0 16 * * FRI | 64h | Europe/Berlin | 2026-03-30T08:00:00+02:00 | open
          # it ends on Sunday 2026-10-25, 03:00: the weekend has 65
          0 16 * * FRI | 64h | Europe/Berlin | 2026-10-25T23:00:00+01:00 | 2026-10-26T08:00+01:00
          0 16 * * FRI | 64h | Europe/Berlin | 2026-10-26T07:30:00+01:00 | 2026-10-26T08:00+01:00
          0 16 * * FRI | 64h | Europe/Berlin | 2026-10-26T08:00:00+01:00 | open
          # 02:30 does not come on the day when summer time begins: 03:00 is next
          30 2 * * * | 2h | Europe/Berlin | 2026-03-29T01:59:00+01:00 | open
          30 2 * * * | 2h | Europe/Berlin | 2026-03-29T03:00:00+02:00 | 2026-03-29T04:30+02:00
          30 2 * * * | 2h | Europe/Berlin | 2026-03-29T04:30:00+02:00 | open
          # 02:30 comes twice on the day when it ends
          30 2 * * * | 1h | Europe/Berlin | 2026-10-25T02:45:00+02:00 | 2026-10-25T03:30+01:00
          30 2 * * * | 1h | Europe/Berlin | 2026-10-25T02:15:00+02:00 | open
          30 2 * * * | 1h | Europe/Berlin | 2026-10-25T02:15:00+01:00 | 2026-10-25T03:30+01:00
          30 2 * * * | 1h | Europe/Berlin | 2026-10-25T02:45:00+01:00 | 2026-10-25T03:30+01:00
          # other zones, other days
          0 9 24 12 * | 72h | America/New_York | 2026-12-24T14:30:00Z | 2026-12-27T09:00-05:00
          0 9 24 12 * | 72h | America/New_York | 2026-12-24T13:30:00Z | open
          0 0 * * 0   | 24h | UTC | 2026-11-22T23:59:59Z | 2026-11-23T00:00Z
          0 0 29 2 *  | 24h | UTC | 2028-02-29T12:00:00Z | 2028-03-01T00:00Z
          """)
  void knowsUntilWhen(String cron, String length, String zone, String now, ZonedDateTime until) {
    var window = new FreezeWindow(cron, Duration.parse("PT" + length), zone);

    Optional<Frozen> frozen = calendar.at(ZonedDateTime.parse(now).toInstant(), List.of(window));

    assertThat(frozen.map(each -> each.until().toOffsetDateTime()))
        .isEqualTo(Optional.ofNullable(until).map(ZonedDateTime::toOffsetDateTime));
  }

  @Test
  void windowsThatFollowEachOtherAreOne() {
    List<FreezeWindow> windows =
        List.of(
            new FreezeWindow("0 0 * * SAT", Duration.ofDays(1), "UTC"),
            new FreezeWindow("0 0 * * SUN", Duration.ofDays(1), "UTC"),
            new FreezeWindow("0 3 * * MON", Duration.ofHours(1), "UTC"));

    assertThat(calendar.at(Instant.parse("2026-11-21T12:00:00Z"), windows))
        .contains(new Frozen(ZonedDateTime.parse("2026-11-23T00:00:00Z[UTC]")));
  }

  @Test
  void findsAnAnswerWhereTheWindowsNeverEnd() {
    List<FreezeWindow> windows = List.of(new FreezeWindow("* * * * *", Duration.ofHours(1), "UTC"));
    Instant now = Instant.parse("2026-11-21T12:00:00Z");

    assertThat(calendar.at(now, windows))
        .hasValueSatisfying(
            frozen -> assertThat(frozen.until().toInstant()).isAfter(now.plusSeconds(86_400)));
  }

  @Test
  void isOpenWhereNoWindowIsDeclared() {
    assertThat(calendar.at(Instant.parse("2026-11-21T12:00:00Z"), List.of())).isEmpty();
  }
}
