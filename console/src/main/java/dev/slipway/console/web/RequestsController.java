package dev.slipway.console.web;

import dev.slipway.console.Commits;
import dev.slipway.console.Progress;
import dev.slipway.console.RequestState;
import dev.slipway.console.RequestTracker;
import dev.slipway.console.Requests;
import dev.slipway.console.token.Role;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Sequence;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What people ask for, and what became of it. */
@RestController
@RequestMapping("/api/v1")
class RequestsController {
  private static final Logger LOG = LoggerFactory.getLogger(RequestsController.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final String ENVIRONMENT = "/environments/{environment}";

  record Deploy(String image, String version, @Nullable Boolean pin, @Nullable String reason) {}

  record Unpin(String image, @Nullable String reason) {}

  record Images(@Nullable List<String> images, @Nullable String reason) {}

  record Restart(@Nullable String workload, @Nullable String reason) {}

  record Approve(Set<Digest> digests, @Nullable String reason) {}

  record PassGate(Sequence sequence, String reason) {}

  /** Confirms what one revision deletes. */
  record ConfirmPrune(Sequence sequence, @Nullable String reason) {}

  /** Of which commit; without one, of the newest revision. */
  record Diff(@Nullable String revision) {}

  record Why(@Nullable String reason) {}

  record Accepted(EventId id) {}

  private final Requests requests;
  private final RequestTracker tracker;
  private final Commits commits;
  private final MeterRegistry meters;

  RequestsController(
      Requests requests, RequestTracker tracker, Commits commits, MeterRegistry meters) {
    this.requests = requests;
    this.commits = commits;
    this.tracker = tracker;
    this.meters = meters;
  }

  @PostMapping(ENVIRONMENT + "/deploy")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> deploy(Asker asker, @RequestBody Deploy body) {
    return accepted(
        "deploy",
        asker,
        requests.deploy(
            asker.environment(),
            body.image(),
            body.version(),
            Boolean.TRUE.equals(body.pin()),
            asker.actor(),
            body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/unpin")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> unpin(Asker asker, @RequestBody Unpin body) {
    return accepted(
        "unpin",
        asker,
        requests.unpin(asker.environment(), body.image(), asker.actor(), body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/promote")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> promote(
      Asker asker, @RequestBody(required = false) @Nullable Images body) {
    return accepted(
        "promote",
        asker,
        requests.promote(asker.environment(), images(body), asker.actor(), reason(body)));
  }

  @PostMapping(ENVIRONMENT + "/rollback")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> rollback(
      Asker asker, @RequestBody(required = false) @Nullable Images body) {
    return accepted(
        "rollback",
        asker,
        requests.rollback(asker.environment(), images(body), asker.actor(), reason(body)));
  }

  @PostMapping(ENVIRONMENT + "/restart")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> restart(
      Asker asker, @RequestBody(required = false) @Nullable Restart body) {
    return accepted(
        "restart",
        asker,
        requests.restart(
            asker.environment(),
            body == null ? null : body.workload(),
            asker.actor(),
            body == null ? null : body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/approve")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> approve(Asker asker, @RequestBody Approve body) {
    return accepted(
        "approve",
        asker,
        requests.approve(asker.environment(), body.digests(), asker.actor(), body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/hold")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> hold(Asker asker, @RequestBody(required = false) @Nullable Why body) {
    return accepted("hold", asker, requests.hold(asker.environment(), asker.actor(), why(body)));
  }

  @PostMapping(ENVIRONMENT + "/resume")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> resume(Asker asker, @RequestBody(required = false) @Nullable Why body) {
    return accepted(
        "resume", asker, requests.resume(asker.environment(), asker.actor(), why(body)));
  }

  @PostMapping(ENVIRONMENT + "/override")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> override(Asker asker, @RequestBody PassGate body) {
    return accepted(
        "override",
        asker,
        requests.override(asker.environment(), body.sequence(), asker.actor(), body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/confirm-prune")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> confirmPrune(Asker asker, @RequestBody ConfirmPrune body) {
    return accepted(
        "confirm-prune",
        asker,
        requests.confirmPrune(asker.environment(), body.sequence(), asker.actor(), body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/diff")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> diff(Asker asker, @RequestBody(required = false) @Nullable Diff body) {
    String revision = body == null ? null : body.revision();
    return accepted(
        "diff",
        asker,
        requests.diff(
            asker.environment(),
            revision == null ? null : commits.of(asker.environment(), revision),
            asker.actor()));
  }

  @PostMapping(ENVIRONMENT + "/owners")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> owners(Asker asker, @RequestBody(required = false) @Nullable Why body) {
    return accepted(
        "owners", asker, requests.adopt(asker.environment(), false, asker.actor(), why(body)));
  }

  @PostMapping(ENVIRONMENT + "/adopt")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> adopt(Asker asker, @RequestBody(required = false) @Nullable Why body) {
    return accepted(
        "adopt", asker, requests.adopt(asker.environment(), true, asker.actor(), why(body)));
  }

  @PostMapping(ENVIRONMENT + "/create")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> create(Asker asker, @RequestBody(required = false) @Nullable Why body) {
    return accepted("create", asker, requests.setUp(asker.environment(), asker.actor(), why(body)));
  }

  private static @Nullable String why(@Nullable Why body) {
    return body == null ? null : body.reason();
  }

  /**
   * What became of it. With {@code wait}, the answer comes once it differs from {@code known}, or
   * after that time.
   */
  @GetMapping("/requests/{id}")
  RequestState request(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Progress known,
      @RequestParam(required = false) @Nullable String wait)
      throws InterruptedException {
    EventId event = EventId.parse(id);
    return wait == null ? tracker.now(event) : tracker.await(event, known, duration(wait));
  }

  private static Duration duration(String text) {
    try {
      Duration asked = Duration.parse(text);
      return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("wait '" + text + "' is no duration: expected PT20S", e);
    }
  }

  private static List<String> images(@Nullable Images body) {
    return body == null || body.images() == null ? List.of() : body.images();
  }

  private static @Nullable String reason(@Nullable Images body) {
    return body == null ? null : body.reason();
  }

  private ResponseEntity<Accepted> accepted(String action, Asker asker, EventId id) {
    meters.counter("slipway.outcomes", "result", "requested", "reason", action).increment();
    LOG.atInfo()
        .addKeyValue("environment", asker.environment())
        .addKeyValue("action", action)
        .addKeyValue("actor", asker.actor())
        .addKeyValue("event", id)
        .log("requested");
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/requests/" + id))
        .body(new Accepted(id));
  }
}
