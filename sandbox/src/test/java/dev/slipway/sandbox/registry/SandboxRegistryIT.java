package dev.slipway.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.sandbox.http.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxRegistryIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NOBODYS_DIGEST = "sha256:" + "0".repeat(64);

  @TempDir Path data;
  private final HttpClient client = HttpClient.newHttpClient();
  private SandboxRegistry registry;

  @BeforeEach
  void start() {
    registry = SandboxRegistry.start(data, 0);
  }

  @AfterEach
  void stop() {
    registry.close();
    client.close();
  }

  @Test
  void servesAPushedImageWithItsLabelsAndCreationTime() throws Exception {
    Instant created = Instant.parse("2026-11-20T10:00:00Z");
    SampleImage image =
        SampleImage.unique(created)
            .with("org.opencontainers.image.revision", "8a2ce0f")
            .with(ImageBehaviour.CRASH);

    String digest = ImagePusher.to(registry.host()).push("demo/web", "1.0.0", image);

    HttpResponse<String> manifest = get("/v2/demo/web/manifests/1.0.0");
    assertThat(manifest.headers().firstValue("Docker-Content-Digest")).hasValue(digest);
    assertThat(manifest.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.oci.image.manifest.v1+json");
    assertThat(ContentDigest.of(manifest.body().getBytes(UTF_8))).hasToString(digest);
    String config = JSON.readTree(manifest.body()).path("config").path("digest").asString();
    JsonNode configuration = JSON.readTree(get("/v2/demo/web/blobs/" + config).body());
    assertThat(configuration.path("created").asString()).isEqualTo("2026-11-20T10:00:00Z");
    JsonNode labels = configuration.path("config").path("Labels");
    assertThat(labels.path("org.opencontainers.image.revision").asString()).isEqualTo("8a2ce0f");
    assertThat(labels.path(ImageBehaviour.LABEL).asString()).isEqualTo("crash");
  }

  @Test
  void answersHeadWithDigestTypeAndLength() throws Exception {
    String digest = ImagePusher.to(registry.host()).push("demo/web", "1.0.0");
    String body = get("/v2/demo/web/manifests/" + digest).body();

    HttpResponse<String> head =
        send(request("/v2/demo/web/manifests/1.0.0").method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Docker-Content-Digest")).hasValue(digest);
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(body.length());
  }

  @Test
  void keepsEverythingOverARestart() throws Exception {
    String digest = ImagePusher.to(registry.host()).push("demo/web", "latest");
    registry.close();
    registry = SandboxRegistry.start(data, 0);

    assertThat(get("/v2/demo/web/manifests/latest").headers().firstValue("Docker-Content-Digest"))
        .hasValue(digest);
  }

  @Test
  void movesATag() throws Exception {
    String first = ImagePusher.to(registry.host()).push("demo/web", "latest");
    String second = ImagePusher.to(registry.host()).push("demo/web", "latest");

    assertThat(second).isNotEqualTo(first);
    assertThat(get("/v2/demo/web/manifests/latest").headers().firstValue("Docker-Content-Digest"))
        .hasValue(second);
    assertThat(get("/v2/demo/web/manifests/" + first).statusCode()).isEqualTo(200);
  }

  @Test
  void listsTagsInPagesThatLinkToTheNext() throws Exception {
    for (String tag : new String[] {"b", "a", "C", "1.0.0", "b-1"}) {
      ImagePusher.to(registry.host()).push("demo/web", tag);
    }

    HttpResponse<String> first = get("/v2/demo/web/tags/list?n=3");
    assertThat(first.body()).isEqualTo("{\"name\":\"demo/web\",\"tags\":[\"1.0.0\",\"C\",\"a\"]}");
    assertThat(first.headers().firstValue("Link"))
        .hasValue("</v2/demo/web/tags/list?n=3&last=a>; rel=\"next\"");
    HttpResponse<String> rest = get("/v2/demo/web/tags/list?n=3&last=a");
    assertThat(rest.body()).contains("[\"b\",\"b-1\"]");
    assertThat(rest.headers().firstValue("Link")).isEmpty();
    assertThat(get("/v2/demo/web/tags/list?n=0").body()).contains("\"tags\":[]");
    registry.limitPages(1);
    assertThat(get("/v2/demo/web/tags/list").headers().firstValue("Link"))
        .hasValue("</v2/demo/web/tags/list?n=1&last=1.0.0>; rel=\"next\"");
    assertThat(get("/v2/_catalog").body()).contains("demo/web");
  }

  @Test
  void takesABlobInPiecesInTheirOrderOnly() throws Exception {
    String place =
        location(send(request("/v2/demo/web/blobs/uploads/").POST(BodyPublishers.noBody())));
    assertThat(patch(place, "hello ", "0-5").statusCode()).isEqualTo(202);

    HttpResponse<String> gap = patch(place, "world", "9-13");
    assertThat(gap.statusCode()).isEqualTo(416);
    assertThat(gap.headers().firstValue("Range")).hasValue("0-5");
    assertThat(patch(place, "world", "6-10").headers().firstValue("Range")).hasValue("0-10");
    String digest = ContentDigest.of("hello world".getBytes(UTF_8)).toString();
    assertThat(send(request(place + "?digest=" + digest).PUT(BodyPublishers.noBody())).statusCode())
        .isEqualTo(201);

    assertThat(get("/v2/demo/web/blobs/" + digest).body()).isEqualTo("hello world");
    assertThat(get("/v2/demo/api/blobs/" + digest).statusCode()).isEqualTo(404);
    String mount = "/v2/demo/api/blobs/uploads/?from=demo/web&mount=" + digest;
    assertThat(send(request(mount).POST(BodyPublishers.noBody())).statusCode()).isEqualTo(201);
    assertThat(get("/v2/demo/api/blobs/" + digest).body()).isEqualTo("hello world");
    String unknown = "/v2/demo/api/blobs/uploads/?from=demo/web&mount=" + NOBODYS_DIGEST;
    assertThat(send(request(unknown).POST(BodyPublishers.noBody())).statusCode()).isEqualTo(202);
  }

  @Test
  void refusesABlobThatIsNotWhatItsDigestSays() throws Exception {
    String whole = "/v2/demo/web/blobs/uploads/?digest=" + NOBODYS_DIGEST;

    HttpResponse<String> answer = send(request(whole).POST(BodyPublishers.ofString("hello")));

    assertError(answer, 400, "DIGEST_INVALID");
    assertError(get("/v2/demo/web/blobs/" + NOBODYS_DIGEST), 404, "BLOB_UNKNOWN");
  }

  @Test
  void namesItsErrors() throws Exception {
    ImagePusher.to(registry.host()).push("demo/web", "1.0.0");

    assertError(get("/v2/demo/nobody/tags/list"), 404, "NAME_UNKNOWN");
    assertError(get("/v2/demo/web/manifests/2.0.0"), 404, "MANIFEST_UNKNOWN");
    assertError(get("/v2/demo/web/manifests/" + NOBODYS_DIGEST), 404, "MANIFEST_UNKNOWN");
    assertError(get("/v2/Demo/web/manifests/1.0.0"), 400, "NAME_INVALID");
    assertError(putManifest("demo/web", "2.0.0", "not json"), 400, "MANIFEST_INVALID");
    assertError(
        putManifest("demo/web", "2.0.0", "{\"config\":{\"digest\":\"" + NOBODYS_DIGEST + "\"}}"),
        404,
        "MANIFEST_BLOB_UNKNOWN");
  }

  @Test
  void deletesATagAloneAndAManifestWithItsTags() throws Exception {
    SampleImage image = SampleImage.unique(Instant.EPOCH);
    String digest = ImagePusher.to(registry.host()).push("demo/web", "a", image);
    ImagePusher.to(registry.host()).push("demo/web", "b", image);

    assertThat(delete("/v2/demo/web/manifests/a").statusCode()).isEqualTo(202);
    assertThat(get("/v2/demo/web/tags/list").body()).contains("[\"b\"]");
    assertThat(delete("/v2/demo/web/manifests/" + digest).statusCode()).isEqualTo(202);
    assertThat(get("/v2/demo/web/tags/list").body()).contains("[]");
    assertError(get("/v2/demo/web/manifests/" + digest), 404, "MANIFEST_UNKNOWN");
  }

  @Test
  void findsWhatIsAboutAnImage() throws Exception {
    String image = ImagePusher.to(registry.host()).push("demo/web", "1.0.0");
    String signature =
        "{\"schemaVersion\":2,\"artifactType\":\"x/signature\",\"subject\":{\"digest\":\""
            + image
            + "\"}}";

    assertThat(putManifest("demo/web", "sig", signature).headers().firstValue("OCI-Subject"))
        .hasValue(image);

    String all = "/v2/demo/web/referrers/" + image;
    assertThat(JSON.readTree(get(all).body()).path("manifests")).hasSize(1);
    assertThat(JSON.readTree(get(all + "?artifactType=x/sbom").body()).path("manifests")).isEmpty();
  }

  @Test
  void failsOnDemandAndRecovers() throws Exception {
    ImagePusher.to(registry.host()).push("demo/web", "1.0.0");

    registry.failNext(429, 2, Duration.ofSeconds(3));
    registry.cutOffNext(1);

    HttpResponse<String> limited = get("/v2/demo/web/tags/list");
    assertError(limited, 429, "TOOMANYREQUESTS");
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("3");
    assertThat(get("/v2/demo/web/tags/list").statusCode()).isEqualTo(429);
    // A POST, because the JDK's client asks again by itself after a GET that got no answer.
    HttpRequest.Builder post = request("/v2/demo/web/blobs/uploads/").POST(BodyPublishers.noBody());
    assertThatThrownBy(() -> send(post)).isInstanceOf(IOException.class);
    assertThat(get("/v2/demo/web/tags/list").statusCode()).isEqualTo(200);
    assertThat(registry.requests()).last().isEqualTo("GET /v2/demo/web/tags/list");
  }

  @Test
  void wantsUserAndPasswordWhereItWasToldSo() throws Exception {
    Credentials robot = new Credentials("robot", "secret");
    try (SandboxRegistry closed = SandboxRegistry.start(data.resolve("closed"), 0, robot)) {
      HttpResponse<String> answer =
          send(HttpRequest.newBuilder(closed.uri().resolve("/v2/")).GET());

      assertError(answer, 401, "UNAUTHORIZED");
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(value -> assertThat(value).startsWith("Basic "));
      assertThatThrownBy(() -> ImagePusher.to(closed.host()).push("demo/web", "1.0.0"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("answered 401");
      assertThat(ImagePusher.to(closed.host()).as(robot).push("demo/web", "1.0.0"))
          .startsWith("sha256:");
    }
  }

  @Test
  void pushesWithTheLabelsAsked() throws Exception {
    ImagePusher.to(registry.host())
        .push("demo/web", "1.0.0", Map.of("branch", "main"), ImageBehaviour.HEALTHY);

    String manifest = get("/v2/demo/web/manifests/1.0.0").body();
    String config = JSON.readTree(manifest).path("config").path("digest").asString();
    assertThat(get("/v2/demo/web/blobs/" + config).body())
        .contains("\"Labels\":{\"branch\":\"main\"}");
  }

  private static void assertError(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(JSON.readTree(answer.body()).path("errors").path(0).path("code").asString())
        .isEqualTo(code);
  }

  private HttpResponse<String> patch(String place, String content, String range) throws Exception {
    return send(
        request(place)
            .header("Content-Range", range)
            .method("PATCH", BodyPublishers.ofString(content)));
  }

  private HttpResponse<String> putManifest(String repository, String tag, String content)
      throws Exception {
    return send(
        request("/v2/" + repository + "/manifests/" + tag)
            .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
            .PUT(BodyPublishers.ofString(content)));
  }

  private HttpResponse<String> delete(String path) throws Exception {
    return send(request(path).DELETE());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(registry.uri() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString(UTF_8));
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }
}
