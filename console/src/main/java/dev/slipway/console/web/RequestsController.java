package dev.slipway.console.web;

import dev.slipway.console.Commits;
import dev.slipway.console.Progress;
import dev.slipway.console.RequestState;
import dev.slipway.console.RequestTracker;
import dev.slipway.console.Requests;
import dev.slipway.console.token.Caller;
import dev.slipway.console.token.Role;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
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
import org.springframework.web.bind.annotation.RequestAttribute;
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
  ResponseEntity<Accepted> deploy(
      @PathVariable String environment,
      @RequestBody Deploy body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "deploy",
        environment,
        caller,
        requests.deploy(
            EnvironmentName.parse(environment),
            body.image(),
            body.version(),
            Boolean.TRUE.equals(body.pin()),
            caller.actor(),
            body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/unpin")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> unpin(
      @PathVariable String environment,
      @RequestBody Unpin body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "unpin",
        environment,
        caller,
        requests.unpin(
            EnvironmentName.parse(environment), body.image(), caller.actor(), body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/promote")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> promote(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Images body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "promote",
        environment,
        caller,
        requests.promote(
            EnvironmentName.parse(environment), images(body), caller.actor(), reason(body)));
  }

  @PostMapping(ENVIRONMENT + "/rollback")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> rollback(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Images body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "rollback",
        environment,
        caller,
        requests.rollback(
            EnvironmentName.parse(environment), images(body), caller.actor(), reason(body)));
  }

  @PostMapping(ENVIRONMENT + "/restart")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> restart(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Restart body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "restart",
        environment,
        caller,
        requests.restart(
            EnvironmentName.parse(environment),
            body == null ? null : body.workload(),
            caller.actor(),
            body == null ? null : body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/approve")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> approve(
      @PathVariable String environment,
      @RequestBody Approve body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "approve",
        environment,
        caller,
        requests.approve(
            EnvironmentName.parse(environment), body.digests(), caller.actor(), body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/hold")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> hold(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Why body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    Actor actor = caller.actor();
    return accepted(
        "hold",
        environment,
        caller,
        requests.hold(
            EnvironmentName.parse(environment), actor, body == null ? null : body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/resume")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> resume(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Why body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    Actor actor = caller.actor();
    return accepted(
        "resume",
        environment,
        caller,
        requests.resume(
            EnvironmentName.parse(environment), actor, body == null ? null : body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/override")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> override(
      @PathVariable String environment,
      @RequestBody PassGate body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "override",
        environment,
        caller,
        requests.override(
            EnvironmentName.parse(environment), body.sequence(), caller.actor(), body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/confirm-prune")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> confirmPrune(
      @PathVariable String environment,
      @RequestBody ConfirmPrune body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "confirm-prune",
        environment,
        caller,
        requests.confirmPrune(
            EnvironmentName.parse(environment), body.sequence(), caller.actor(), body.reason()));
  }

  @PostMapping(ENVIRONMENT + "/diff")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> diff(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Diff body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    EnvironmentName name = EnvironmentName.parse(environment);
    String revision = body == null ? null : body.revision();
    return accepted(
        "diff",
        environment,
        caller,
        requests.diff(name, revision == null ? null : commits.of(name, revision), caller.actor()));
  }

  @PostMapping(ENVIRONMENT + "/owners")
  @Needs(Role.DEPLOY)
  ResponseEntity<Accepted> owners(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Why body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "owners",
        environment,
        caller,
        requests.adopt(EnvironmentName.parse(environment), false, caller.actor(), why(body)));
  }

  @PostMapping(ENVIRONMENT + "/adopt")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> adopt(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Why body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "adopt",
        environment,
        caller,
        requests.adopt(EnvironmentName.parse(environment), true, caller.actor(), why(body)));
  }

  @PostMapping(ENVIRONMENT + "/create")
  @Needs(Role.OPERATE)
  ResponseEntity<Accepted> create(
      @PathVariable String environment,
      @RequestBody(required = false) @Nullable Why body,
      @RequestAttribute(TokenCheck.CALLER) Caller caller) {
    return accepted(
        "create",
        environment,
        caller,
        requests.setUp(EnvironmentName.parse(environment), caller.actor(), why(body)));
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

  private ResponseEntity<Accepted> accepted(
      String action, String environment, Caller caller, EventId id) {
    meters.counter("slipway.outcomes", "result", "requested", "reason", action).increment();
    LOG.atInfo()
        .addKeyValue("environment", environment)
        .addKeyValue("action", action)
        .addKeyValue("actor", caller.actor())
        .addKeyValue("event", id)
        .log("requested");
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/requests/" + id))
        .body(new Accepted(id));
  }
}
