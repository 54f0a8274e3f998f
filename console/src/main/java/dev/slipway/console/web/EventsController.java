package dev.slipway.console.web;

import dev.slipway.console.EventFilter;
import dev.slipway.console.Following;
import dev.slipway.console.Pipeline;
import dev.slipway.console.ToldEvent;
import dev.slipway.events.EventType;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What happened, and what happens. */
@RestController
@RequestMapping("/api/v1")
class EventsController {
  static final String NDJSON = "application/x-ndjson";
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final int MOST = 20_000;

  record Events(List<ToldEvent> events) {}

  /** The query, as it is written. */
  record Query(
      @Nullable String environment,
      @Nullable String image,
      @Nullable List<String> type,
      @Nullable String since,
      @Nullable String correlation) {

    EventFilter filter() {
      return new EventFilter(
          environment == null ? null : EnvironmentName.parse(environment),
          image,
          type == null ? Set.of() : known(type),
          since == null ? null : instant(since),
          correlation == null ? null : EventId.parse(correlation));
    }

    private static Set<String> known(List<String> types) {
      List<String> all = Arrays.stream(EventType.values()).map(EventType::kebabName).toList();
      for (String type : types) {
        if (!all.contains(type)) {
          throw new IllegalArgumentException(
              "no event is called '" + type + "'; there are: " + String.join(", ", all));
        }
      }
      return Set.copyOf(types);
    }

    private static Instant instant(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(
            "since '" + text + "' is no time: expected 2026-11-20T14:02:00Z", e);
      }
    }
  }

  private final Pipeline pipeline;
  private final JsonMapper json;

  EventsController(Pipeline pipeline, JsonMapper json) {
    this.pipeline = pipeline;
    this.json = json;
  }

  @GetMapping(path = "/events", params = "follow!=true")
  Events events(@ModelAttribute Query query, @RequestParam(defaultValue = "100") int limit) {
    return new Events(pipeline.events(query.filter(), atMost(limit)));
  }

  /**
   * One event per line, for as long as the reader stays. An empty line now and then shows that the
   * line is open.
   */
  @GetMapping(path = "/events", params = "follow=true")
  void follow(
      @ModelAttribute Query query,
      @RequestParam(defaultValue = "0") int limit,
      HttpServletResponse response)
      throws InterruptedException {
    try (Following following = pipeline.follow(query.filter(), atMost(limit))) {
      response.setContentType(NDJSON);
      response.setHeader("Cache-Control", "no-store");
      OutputStream out = response.getOutputStream();
      response.flushBuffer();
      while (following.isOpen()) {
        Optional<ToldEvent> next = following.next(HEARTBEAT);
        out.write(next.map(json::writeValueAsBytes).orElse(new byte[0]));
        out.write('\n');
        out.flush();
      }
    } catch (IOException gone) {
      // The reader left: that is how a following ends.
    }
  }

  private static int atMost(int limit) {
    return Math.clamp(limit, 0, MOST);
  }
}
