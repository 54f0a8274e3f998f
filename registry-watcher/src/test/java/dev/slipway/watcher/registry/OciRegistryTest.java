package dev.slipway.watcher.registry;

import static dev.slipway.watcher.registry.ScriptedRegistry.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.watcher.MovableClock;
import dev.slipway.watcher.RegistryAddresses;
import dev.slipway.watcher.RegistryException;
import dev.slipway.watcher.RegistryFailure;
import dev.slipway.watcher.Resolution;
import dev.slipway.watcher.TransientRegistryException;
import dev.slipway.watcher.registry.ScriptedRegistry.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OciRegistryTest {
  private static final String TAGS = "/v2/acme/web/tags/list";
  private static final String MANIFEST = "/v2/acme/web/manifests/1.0.0";
  private static final Tag TAG = Tag.parse("1.0.0");

  @TempDir Path directory;
  private final MovableClock clock = new MovableClock();
  private ScriptedRegistry server;
  private OciRegistry registry;
  private ImageRepository web;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedRegistry();
    web = new ImageRepository(server.host(), "acme/web");
    registry = client(Map.of(), Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  // Pages

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</v2/acme/web/tags/list?next=opaque%3D%7C>; rel=\"next\"",
        "<http://internal-name:9999/v2/acme/web/tags/list?next=opaque%3D%7C>; rel=\"next\"",
        "<?next=opaque%3D%7C>; rel=next",
        "</first>; rel=\"first\", </v2/acme/web/tags/list?next=opaque%3D%7C>; rel=\"next\"",
      })
  void followsTheLinkAsItIs(String link) throws InterruptedException {
    server
        .on(TAGS + "?n=1000", "{\"tags\":[\"b\",\"a\"]}", "Link", link)
        .on(TAGS + "?next=opaque%3D%7C", "{\"tags\":[\"c\"]}");

    assertThat(registry.listTags(web)).extracting(Tag::value).containsExactly("a", "b", "c");
  }

  @Test
  void readsOnThoughAPageIsEmpty() throws InterruptedException {
    server
        .on(TAGS + "?n=1000", "{\"tags\":null}", "Link", "<" + TAGS + "?p=2>; rel=\"next\"")
        .on(TAGS + "?p=2", "{\"tags\":[\"c\"]}");

    assertThat(registry.listTags(web)).containsExactly(Tag.parse("c"));
  }

  @Test
  void doesNotTakeHalfAListForTheWhole() {
    server
        .on(TAGS + "?n=1000", "{\"tags\":[\"a\"]}", "Link", "<" + TAGS + "?p=2>; rel=\"next\"")
        .on(TAGS + "?p=2", exchange -> send(exchange, 500, ""));

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.SERVER_ERROR);
  }

  @Test
  void doesNotWalkInCircles() {
    server.on(TAGS, "{\"tags\":[\"a\"]}", "Link", "<" + TAGS + "?n=1000>; rel=\"next\"");

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.MALFORMED);
  }

  @Test
  void leavesOutWhatIsNoTag() throws InterruptedException {
    server.on(TAGS, "{\"tags\":[\"ok\",\"not ok\",7,\"-\"]}");

    assertThat(registry.listTags(web)).containsExactly(Tag.parse("ok"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"tags\":\"a\"}", "{\"tags\":"})
  void refusesAListThatIsNone(String body) {
    server.on(TAGS, body);

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.MALFORMED);
  }

  // What it answers

  @ParameterizedTest
  @CsvSource({
    "400, REFUSED",
    "403, UNAUTHORIZED",
    "408, UNAVAILABLE",
    "429, RATE_LIMITED",
    "500, SERVER_ERROR",
    "503, UNAVAILABLE",
    "302, MALFORMED",
    "204, MALFORMED",
  })
  void translatesEveryStatus(int status, RegistryFailure expected) {
    server.on(TAGS, exchange -> send(exchange, status, ""));

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(expected);
  }

  @Test
  void doesNotTakeTheNotFoundOfAProxyForTheRegistrys() {
    server.on(TAGS, exchange -> send(exchange, 404, "default backend - 404"));
    server.on(MANIFEST, exchange -> send(exchange, 404, "default backend - 404"));

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.UNAVAILABLE);
    assertThat(reasonOf(() -> registry.resolve(image()))).isEqualTo(RegistryFailure.UNAVAILABLE);
    assertThat(reasonOf(() -> registry.head(web, TAG))).isEqualTo(RegistryFailure.UNAVAILABLE);
  }

  @Test
  void understandsADateInRetryAfter() {
    server.on(
        TAGS, exchange -> send(exchange, 503, "", "Retry-After", "Fri, 20 Nov 2026 10:02:00 GMT"));

    assertThat(notBefore(failureOf(() -> registry.listTags(web)))).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @CsvSource({"99999999999999999999, 0", "soon, 0", "-5, 0", "86400, 3600"})
  void takesNoNonsenseInRetryAfter(String value, long expectedSeconds) {
    server.on(TAGS, exchange -> send(exchange, 429, "", "Retry-After", value));

    assertThat(notBefore(failureOf(() -> registry.listTags(web))))
        .isEqualTo(Duration.ofSeconds(expectedSeconds));
  }

  @Test
  void givesUpAnAnswerThatDoesNotEnd() {
    server.on(
        MANIFEST,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[64 * 1024];
          try (var body = exchange.getResponseBody()) {
            for (int i = 0; i < 1000; i++) {
              body.write(block);
            }
          }
        });

    assertThat(reasonOf(() -> registry.resolve(image()))).isEqualTo(RegistryFailure.TOO_LARGE);
  }

  @Test
  void givesUpAnAnswerThatStallsInItsMiddle() {
    server.on(
        MANIFEST,
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
        });
    try (OciRegistry hasty = client(Map.of(), Duration.ofMillis(300))) {
      assertThat(reasonOf(() -> hasty.resolve(image()))).isEqualTo(RegistryFailure.UNAVAILABLE);
    }
  }

  @Test
  void saysThatNobodyListens() {
    server.close();

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.UNAVAILABLE);
  }

  // Digests

  @Test
  void refusesContentUnderADigestThatIsNotItsOwn() {
    String body = "{\"config\":{}}";
    String lie = ContentDigest.sha256(new byte[] {1}).value();
    server.on(MANIFEST, body, "Docker-Content-Digest", lie);

    assertThat(reasonOf(() -> registry.resolve(image())))
        .isEqualTo(RegistryFailure.DIGEST_MISMATCH);
  }

  @Test
  void refusesOtherContentThanTheDigestAskedFor() {
    Digest asked = ContentDigest.sha256(new byte[] {1});
    server.on("/v2/acme/web/manifests/" + asked, "{\"config\":{}}");

    assertThat(reasonOf(() -> registry.resolve(new ImageReference(web, null, asked))))
        .isEqualTo(RegistryFailure.DIGEST_MISMATCH);
  }

  @Test
  void refusesAConfigurationThatIsNotTheManifests() {
    Digest config = ContentDigest.sha256(new byte[] {1});
    server
        .on(MANIFEST, "{\"config\":{\"digest\":\"" + config + "\"}}")
        .on("/v2/acme/web/blobs/" + config, "{}");

    assertThat(reasonOf(() -> registry.resolve(image())))
        .isEqualTo(RegistryFailure.DIGEST_MISMATCH);
  }

  @Test
  void asksForTheContentWhereAHeadTellsNoDigest() throws InterruptedException {
    String body = "{\"config\":{}}";
    server.on(MANIFEST, body);

    assertThat(registry.head(web, TAG)).contains(digest(body));
  }

  @Test
  void refusesWhatIsNoManifest() {
    server.on(MANIFEST, "<html>welcome</html>");

    assertThat(reasonOf(() -> registry.resolve(image()))).isEqualTo(RegistryFailure.MALFORMED);
  }

  // Details

  @Test
  void readsTheLinuxImageOfAnIndex() throws InterruptedException {
    String arm = imageNamed("arm");
    String amd = imageNamed("amd");
    String index =
        """
        {"annotations":{"from":"index","index":"yes"},"manifests":[
          {"digest":"%s","platform":{"os":"unknown","architecture":"unknown"}},
          {"digest":"%s","platform":{"os":"linux","architecture":"arm64"}},
          {"digest":"%s","platform":{"os":"linux","architecture":"amd64"}}]}
        """
            .formatted(digest("attestation"), digest(arm), digest(amd));
    server.on(MANIFEST, index);

    assertThat(registry.resolve(image()))
        .isEqualTo(
            new Resolution.Resolved(
                digest(index),
                Instant.parse("2026-11-20T09:00:00Z"),
                Map.of("from", "label amd", "index", "yes", "manifest", "yes")));
  }

  @Test
  void findsAnImageThoughItSaysNothingAboutItself() throws InterruptedException {
    String body = "{\"config\":{\"digest\":\"" + digest("gone") + "\"}}";
    server.on(MANIFEST, body);

    assertThat(registry.resolve(image()))
        .isEqualTo(new Resolution.Resolved(digest(body), null, Map.of()));
  }

  @Test
  void takesNoticeOfNonsenseInAConfigurationByLeavingItOut() throws InterruptedException {
    String config = "{\"created\":\"yesterday\",\"config\":{\"Labels\":{\"a\":1,\"b\":\"c\"}}}";
    String body = "{\"config\":{\"digest\":\"" + digest(config) + "\"}}";
    server.on(MANIFEST, body).on("/v2/acme/web/blobs/" + digest(config), config);

    assertThat(registry.resolve(image()))
        .isEqualTo(new Resolution.Resolved(digest(body), null, Map.of("b", "c")));
  }

  @Test
  void asksOnceForWhatAnImageSaysAboutItself() throws InterruptedException {
    String body = imageNamed("amd");
    server.on(MANIFEST, body);

    Resolution first = registry.resolve(image());
    Resolution second = registry.resolve(image());

    assertThat(second).isEqualTo(first);
    assertThat(server.requests()).extracting(Request::uri).hasSize(3);
  }

  @Test
  void knowsByItsETagsThatAListIsTheSame() throws Exception {
    String second = "/v2/acme/web/tags/list?n=1000&last=b";
    String next = "<" + second + ">; rel=\"next\"";
    server
        .on(TAGS, exchange -> unlessSame(exchange, "\"1\"", "{\"tags\":[\"b\"]}", "Link", next))
        .on(second, exchange -> unlessSame(exchange, "\"2\"", "{\"tags\":[\"c\"]}"));
    assertThat(registry.listsTheSame(web)).isFalse();
    assertThat(registry.listTags(web)).hasSize(2);

    assertThat(registry.listsTheSame(web)).isTrue();
    server.on(second, exchange -> unlessSame(exchange, "\"3\"", "{\"tags\":[\"c\",\"d\"]}"));
    assertThat(registry.listsTheSame(web)).isFalse();
    assertThat(registry.listTags(web)).hasSize(3);
    assertThat(registry.listsTheSame(web)).isTrue();
  }

  @Test
  void knowsNothingOfAListWithoutETags() throws Exception {
    server.on(TAGS, "{\"tags\":[\"a\"]}");
    registry.listTags(web);

    assertThat(registry.listsTheSame(web)).isFalse();
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void takesNotModifiedForNoAnswerWhereItDidNotAskSo() {
    server.on(TAGS, exchange -> send(exchange, 304, ""));

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.MALFORMED);
  }

  private static void unlessSame(
      com.sun.net.httpserver.HttpExchange exchange, String etag, String body, String... headers)
      throws IOException {
    exchange.getResponseHeaders().set("ETag", etag);
    if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      send(exchange, 304, "");
    } else {
      send(exchange, 200, body, headers);
    }
  }

  // Authorization

  @Test
  void fetchesOneTokenPerRepositoryUntilItExpires() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "s3cret\n");
    var user = new Credentials("robot", password);
    tokenServer("{\"token\":\"t1\",\"expires_in\":300}");
    try (OciRegistry mine = client(Map.of(server.host(), user), Duration.ofSeconds(5))) {
      mine.listTags(web);
      mine.listTags(web);
      assertThat(tokenRequests())
          .singleElement()
          .satisfies(
              request -> {
                assertThat(request.uri())
                    .contains("service=reg", "scope=repository%3Aacme%2Fweb%3Apull");
                assertThat(request.authorization()).isEqualTo(user.basic());
              });

      clock.pass(Duration.ofMinutes(5));
      mine.listTags(web);
      assertThat(tokenRequests()).hasSize(2);
    }
  }

  @Test
  void renewsATokenThatTheRegistryNoLongerTakes() throws Exception {
    tokenServer("{\"access_token\":\"t1\"}");
    registry.listTags(web);
    server.on("/token", exchange -> send(exchange, 200, "{\"token\":\"t2\"}"));
    server.on(TAGS, exchange -> listFor("Bearer t2", exchange));

    assertThat(registry.listTags(web)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, UNAUTHORIZED",
    "400, UNAUTHORIZED",
    "429, RATE_LIMITED",
    "503, UNAVAILABLE",
  })
  void namesWhatTheTokenServerAnswers(int status, RegistryFailure expected) {
    tokenServer("{}");
    server.on("/token", exchange -> send(exchange, status, ""));

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"token\":\"a\\nb\"}", "{\"token\":5}"})
  void refusesATokenThatIsNone(String body) {
    tokenServer(body);

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Negotiate", "Bearer realm=\"file:///etc/passwd\"", "Bearer"})
  void asksNobodyForATokenWhoIsNoTokenServer(String challenge) {
    server.on(TAGS, exchange -> send(exchange, 401, "", "WWW-Authenticate", challenge));

    assertThat(reasonOf(() -> registry.listTags(web)))
        .isIn(RegistryFailure.UNAUTHORIZED, RegistryFailure.MALFORMED);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void saysWhichUserIsToBeSetWhereThereIsNone() {
    server.on(TAGS, exchange -> send(exchange, 403, "{\"errors\":[]}"));

    assertThat(failureOf(() -> registry.listTags(web)))
        .hasMessageContainingAll(
            "403", "slipway.watcher.registries", "host " + server.host(), "acme/web");
  }

  @Test
  void answersWithTheNewPasswordOnceTheFileHoldsIt() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "outdated\n");
    var user = new Credentials("robot", password);
    server.on(
        TAGS,
        exchange -> {
          String right = "Basic " + base64("robot:new");
          if (right.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 200, "{\"tags\":[\"a\"]}");
          } else {
            send(exchange, 401, "", "WWW-Authenticate", "Basic realm=x");
          }
        });
    try (OciRegistry mine = client(Map.of("*", user), Duration.ofSeconds(5))) {
      assertThat(failureOf(() -> mine.listTags(web)))
          .hasMessageContainingAll("robot", password.toString(), "read anew")
          .hasMessageNotContaining("outdated");

      Files.writeString(password, "new\n");

      assertThat(mine.listTags(web)).hasSize(1);
    }
  }

  @Test
  void asksForANewTokenOnceTheOldOneMayReadNothing() throws Exception {
    tokenServer("{\"token\":\"t1\",\"expires_in\":3600}");
    registry.listTags(web);
    server.on(TAGS, exchange -> send(exchange, 403, "{\"errors\":[]}"));
    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.UNAUTHORIZED);
    server.on("/token", exchange -> send(exchange, 200, "{\"token\":\"t2\"}"));
    server.on(TAGS, exchange -> listFor("Bearer t2", exchange));

    assertThat(registry.listTags(web)).hasSize(1);
    assertThat(tokenRequests()).hasSize(2);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void saysWhereThePasswordIsMissing() {
    server.on(TAGS, exchange -> send(exchange, 401, "", "WWW-Authenticate", "Basic realm=x"));
    var user = new Credentials("robot", directory.resolve("missing"));
    try (OciRegistry mine = client(Map.of("*", user), Duration.ofSeconds(5))) {
      assertThat(failureOf(() -> mine.listTags(web)))
          .hasMessageContaining("missing")
          .extracting(RegistryException::reason)
          .isEqualTo(RegistryFailure.UNAUTHORIZED);
    }
  }

  @Test
  void showsItsAuthorizationToNoOtherHost() throws Exception {
    Path password = Files.writeString(directory.resolve("password"), "s3cret");
    var user = new Credentials("robot", password);
    String config = "{\"created\":\"2026-11-20T09:00:00Z\"}";
    String blob = "/v2/acme/web/blobs/" + digest(config);
    try (ScriptedRegistry storage = new ScriptedRegistry();
        OciRegistry mine = client(Map.of("*", user), Duration.ofSeconds(5))) {
      storage.on("/storage", config);
      server
          .on(
              MANIFEST,
              exchange -> {
                if (user.basic().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                  send(exchange, 200, "{\"config\":{\"digest\":\"" + digest(config) + "\"}}");
                } else {
                  send(exchange, 401, "", "WWW-Authenticate", "Basic realm=\"x\"");
                }
              })
          .on(blob, exchange -> send(exchange, 307, "", "Location", storage.uri() + "/storage"));

      assertThat(mine.resolve(image()))
          .isInstanceOfSatisfying(
              Resolution.Resolved.class, r -> assertThat(r.createdAt()).isNotNull());
      assertThat(storage.requests())
          .singleElement()
          .satisfies(request -> assertThat(request.authorization()).isNull());
    }
  }

  @Test
  void followsOnlySoManyRedirects() {
    server.on(TAGS, exchange -> send(exchange, 307, "", "Location", TAGS));

    assertThat(reasonOf(() -> registry.listTags(web))).isEqualTo(RegistryFailure.MALFORMED);
    assertThat(server.requests()).hasSize(6);
  }

  // The registry that the tests talk to

  private void tokenServer(String answer) {
    server
        .on("/token", exchange -> send(exchange, 200, answer))
        .on(TAGS, exchange -> listFor("Bearer t1", exchange));
  }

  private void listFor(String authorization, com.sun.net.httpserver.HttpExchange exchange)
      throws IOException {
    if (authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 200, "{\"tags\":[\"a\"]}");
    } else {
      String challenge = "Bearer realm=\"" + server.uri() + "/token\",service=\"reg\"";
      send(exchange, 401, "", "WWW-Authenticate", challenge);
    }
  }

  private java.util.List<Request> tokenRequests() {
    return server.requests().stream().filter(r -> r.uri().startsWith("/token")).toList();
  }

  private String imageNamed(String name) {
    String config =
        "{\"created\":\"2026-11-20T09:00:00Z\",\"config\":{\"Labels\":{\"from\":\"label "
            + name
            + "\"}}}";
    String manifest =
        "{\"config\":{\"digest\":\""
            + digest(config)
            + "\"},\"annotations\":{\"from\":\"manifest\",\"manifest\":\"yes\"}}";
    server
        .on("/v2/acme/web/blobs/" + digest(config), config)
        .on("/v2/acme/web/manifests/" + digest(manifest), manifest);
    return manifest;
  }

  private OciRegistry client(Map<String, Credentials> credentials, Duration timeout) {
    var addresses = new RegistryAddresses(Map.of(), server.uri());
    return new OciRegistry(addresses, credentials, timeout, 4, clock);
  }

  private ImageReference image() {
    return new ImageReference(web, TAG, null);
  }

  private static Digest digest(String content) {
    return ContentDigest.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  private static RegistryException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(RegistryException.class, call);
  }

  private static RegistryFailure reasonOf(ThrowingCallable call) {
    return failureOf(call).reason();
  }

  private static Duration notBefore(RegistryException failure) {
    return ((TransientRegistryException) failure).notBefore();
  }
}
