package dev.slipway.console.web;

import static dev.slipway.console.Shop.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.console.RunningConsole;
import dev.slipway.console.Shop;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EventJson;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.HoldReason;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ApiTest {
  @TempDir static Path folder;
  private static RunningConsole console;

  @BeforeAll
  static void start() throws Exception {
    console = RunningConsole.start(folder);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  @AfterEach
  void forget() {
    console.publisher.clear();
    console.groups.away(false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/status",
        "/api/v1/services",
        "/api/v1/why?image=web",
        "/api/v1/events",
        "/api/v1/events?follow=true",
        "/api/v1/requests/1",
        "/api/v1/nothing"
      })
  void nobodyGetsPastWithoutAToken(String path) throws Exception {
    for (String token :
        new String[] {null, "", "wrong-token-0123456789", RunningConsole.VIEW + "x"}) {
      HttpResponse<String> answer = new Http(console.address(), token).get(path);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(json(answer).path("reason").asString()).isEqualTo("UNAUTHENTICATED");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "view, deploy",
    "view, unpin",
    "view, promote",
    "view, rollback",
    "view, restart",
    "view, approve",
    "view, hold",
    "view, resume",
    "view, override",
    "view, diff",
    "view, owners",
    "view, adopt",
    "view, create",
    "deploy, adopt",
    "deploy, create",
    "deploy, hold",
    "deploy, resume",
    "deploy, override"
  })
  void aRoleThatDoesNotSufficeIsRefused(String role, String action) throws Exception {
    String token = role.equals("view") ? RunningConsole.VIEW : RunningConsole.DEPLOY;
    HttpResponse<String> answer =
        new Http(console.address(), token).post("/api/v1/environments/dev/" + action, "{}");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(json(answer).path("reason").asString()).isEqualTo("FORBIDDEN");
    assertThat(console.publisher.published()).isEmpty();
  }

  @Test
  void aDeploymentCarriesItsActorAndAnswersWithTheEventsId() throws Exception {
    HttpResponse<String> answer =
        deployer()
            .post(
                "/api/v1/environments/dev/deploy",
                "{\"image\":\"ghcr.io/acme/web\",\"version\":\"1.4.2\",\"pin\":true,\"reason\":\"r\"}");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(console.publisher.events(DeployRequested.class))
        .containsExactly(
            new DeployRequested(Shop.DEV, "web", "1.4.2", true, new Actor("ada"), "r"));
    String id = console.publisher.published().getFirst().id().toString();
    assertThat(json(answer).path("id").asString()).isEqualTo(id);
    assertThat(answer.headers().firstValue("Location")).hasValue("/api/v1/requests/" + id);
  }

  @Test
  void anEnvironmentsNameMayHoldASlash() throws Exception {
    HttpResponse<String> answer =
        deployer().post("/api/v1/environments/candidates%2Fnew-login/restart", "");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(console.publisher.events(RestartRequested.class))
        .containsExactly(new RestartRequested(Shop.CANDIDATE, null, new Actor("ada"), null));
  }

  @Test
  void anOperatorMayDoWhatADeployerMay() throws Exception {
    assertThat(operator().post("/api/v1/environments/production/promote", "").statusCode())
        .isEqualTo(202);
    assertThat(operator().post("/api/v1/environments/production/hold", "").statusCode())
        .isEqualTo(202);
    assertThat(console.publisher.events(PromotionRequested.class)).hasSize(1);
    assertThat(console.publisher.events(HoldRequested.class)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prod/deploy | {'image':'web','version':'1'} | 404 | UNKNOWN_ENVIRONMENT | production",
        "dev/deploy | {'image':'wbe','version':'1'} | 404 | UNKNOWN_IMAGE | web",
        "dev/deploy | {'image':'web','version':'not a tag'} | 400 | INVALID_REQUEST | not a tag",
        "dev/deploy | {'image':'web'} | 400 | INVALID_REQUEST | version",
        "dev/deploy | {'image': | 400 | INVALID_REQUEST | body",
        "dev/deploy | | 400 | INVALID_REQUEST | body",
        "dev/promote | {} | 400 | INVALID_REQUEST | promote.from",
        "dev/restart | {'workload':'web'} | 400 | INVALID_REQUEST | Deployment/web",
        "dev/approve | {'digests':[]} | 400 | INVALID_REQUEST | digests",
        "dev/approve | {'digests':['latest']} | 400 | INVALID_REQUEST | digest",
        "dev/override | {'sequence':'1.2.0','reason':' '} | 400 | INVALID_REQUEST | reason",
        "dev/override | {'sequence':'now','reason':'fire'} | 400 | INVALID_REQUEST | sequence",
        "dev%20x/hold | {} | 400 | INVALID_REQUEST | environment"
      })
  void whatIsWrongIsRefusedWithItsReason(
      String path, String body, int status, String reason, String named) throws Exception {
    HttpResponse<String> answer =
        operator()
            .post("/api/v1/environments/" + path, body == null ? "" : body.replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(answer).path("reason").asString()).isEqualTo(reason);
    assertThat(answer.body()).contains(named);
    assertThat(console.publisher.published()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/events?since=yesterday",
        "/api/v1/events?type=nonsense",
        "/api/v1/events?limit=many",
        "/api/v1/why?image=web&tag=a%20b",
        "/api/v1/why",
        "/api/v1/requests/1?wait=soon",
        "/api/v1/requests/1?known=NOWHERE"
      })
  void aWrongQueryIsRefused(String path) throws Exception {
    HttpResponse<String> answer = viewer().get(path);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).path("reason").asString()).isEqualTo("INVALID_REQUEST");
  }

  @Test
  void aBrokerThatIsAwayIsSaidToBe() throws Exception {
    console.publisher.failNext(1);
    HttpResponse<String> request = operator().post("/api/v1/environments/dev/hold", "{}");
    assertThat(request.statusCode()).isEqualTo(503);
    assertThat(json(request).path("reason").asString()).isEqualTo("BROKER_UNAVAILABLE");
    console.groups.away(true);
    assertThat(viewer().get("/api/v1/services").statusCode()).isEqualTo(503);
  }

  @Test
  void aRequestIsFollowedToItsEnd() throws Exception {
    operator().post("/api/v1/environments/staging/hold", "{\"reason\":\"release\"}");
    var request = console.shop.history.tell(console.publisher.published().getFirst());
    String path = "/api/v1/requests/" + request.id();
    assertThat(json(viewer().get(path)).path("progress").asString()).isEqualTo("PENDING");
    console.shop.history.tell(
        request, new EnvironmentHeld(Shop.STAGING, new Actor("olga"), "release"));
    JsonNode done = json(viewer().get(path + "?known=PENDING&wait=PT20S"));
    assertThat(done.path("progress").asString()).isEqualTo("DONE");
    assertThat(done.path("done").asBoolean()).isTrue();
  }

  @Test
  void anUnknownRequestIsSaidToBe() throws Exception {
    assertThat(json(viewer().get("/api/v1/requests/nobody")).path("reason").asString())
        .isEqualTo("UNKNOWN_REQUEST");
  }

  @Test
  void statusEventsAndStoriesAreJson() throws Exception {
    var committed = console.shop.commit(console.shop.push("7.0.0"), PRODUCTION, 700, "7.0.0");
    console.shop.hold(committed, HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running");

    JsonNode status = json(viewer().get("/api/v1/status?environment=production"));
    JsonNode production = status.path("environments").path(0);
    assertThat(production.path("progress").asString()).isEqualTo("HELD");
    assertThat(production.path("since").asString()).startsWith("2026-11-20T");
    assertThat(production.path("images").path(0).path("desired").asString()).isEqualTo("7.0.0");

    JsonNode events =
        json(viewer().get("/api/v1/events?environment=production&type=revision-held&limit=1"));
    JsonNode held = events.path("events").path(0).path("event");
    assertThat(held.path("reasons").path(0).path("kind").asString()).isEqualTo("QUEUE_NOT_EMPTY");

    JsonNode story = json(viewer().get("/api/v1/why?image=web&tag=7.0.0&environment=production"));
    assertThat(story.path("chapters").path(0).path("progress").asString()).isEqualTo("HELD");

    assertThat(viewer().get("/api/v1/services").body()).contains("cluster-applier");
  }

  @Test
  void aFollowerHearsOfEachEventAsItComes() throws Exception {
    HttpResponse<Stream<String>> answer =
        viewer().lines("/api/v1/events?follow=true&image=web&type=image-published");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
    console.shop.push("8.0.0");
    console.shop.push("8.0.1");
    try (Stream<String> lines = answer.body()) {
      Iterator<String> tags =
          lines
              .filter(line -> !line.isEmpty())
              .map(line -> EventJson.mapper().readTree(line).path("event").path("tag").asString())
              .iterator();
      assertThat(List.of(tags.next(), tags.next())).containsExactly("8.0.0", "8.0.1");
    }
  }

  @Test
  void thePageAndItsPartsNeedNoTokenAndRunNothingForeign() throws Exception {
    Http anybody = new Http(console.address(), null);
    for (String path : List.of("/", "/console.js", "/console.css", "/openapi.yaml")) {
      HttpResponse<String> answer = anybody.get(path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'self'");
    }
    assertThat(anybody.get("/console.js").body()).doesNotContain("innerHTML", "eval(");
    assertThat(anybody.get("/").body()).doesNotContain("<script>", "style=", "onclick");
  }

  @Test
  void healthIsOpenAndMetricsCountRefusals() throws Exception {
    Http anybody = new Http(console.address(), null);
    anybody.get("/api/v1/status");
    assertThat(anybody.get("/actuator/health/readiness").body()).contains("UP");
    assertThat(anybody.get("/actuator/prometheus").body())
        .contains("slipway_outcomes_total{reason=\"UNAUTHENTICATED\",result=\"refused\"");
  }

  private static Http viewer() {
    return new Http(console.address(), RunningConsole.VIEW);
  }

  private static Http deployer() {
    return new Http(console.address(), RunningConsole.DEPLOY);
  }

  private static Http operator() {
    return new Http(console.address(), RunningConsole.OPERATE);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return EventJson.mapper().readTree(answer.body());
  }
}
