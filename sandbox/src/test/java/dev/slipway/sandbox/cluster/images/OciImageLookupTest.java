package dev.slipway.sandbox.cluster.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.sandbox.cluster.images.ImageLookup.Pulled;
import dev.slipway.sandbox.cluster.images.ImageLookup.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciImageLookupTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String CONFIG = "sha256:" + "c".repeat(64);

  private final Map<String, String> content = new ConcurrentHashMap<>();
  private HttpServer registry;
  private String host;
  private OciImageLookup lookup;

  OciImageLookupTest() throws IOException {
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host = "127.0.0.1:" + registry.getAddress().getPort();
    lookup = OciImageLookup.at(URI.create("http://" + host));
  }

  @BeforeEach
  void start() {
    registry.createContext("/", this::serve);
    registry.start();
    content.put("/v2/demo/web/manifests/1.0", "{}");
    content.put(
        "/v2/demo/web/manifests/" + DIGEST, "{\"config\": {\"digest\": \"" + CONFIG + "\"}}");
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    String body = content.get(exchange.getRequestURI().getPath());
    exchange.getResponseHeaders().set("Docker-Content-Digest", DIGEST);
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(
        body == null ? 404 : 200, head || body == null ? -1 : bytes.length);
    if (!head && body != null) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private void label(String behaviour) {
    content.put(
        "/v2/demo/web/blobs/" + CONFIG,
        "{\"config\": {\"Labels\": {\"" + ImageBehaviour.LABEL + "\": \"" + behaviour + "\"}}}");
  }

  @Test
  void namesTheDigestThatTheTagHasNow() {
    assertThat(lookup.pull(host + "/demo/web:1.0"))
        .isEqualTo(new Pulled(host + "/demo/web@" + DIGEST, ImageBehaviour.HEALTHY));
  }

  @Test
  void refusesATagThatWasNeverPushed() {
    assertThat(lookup.pull(host + "/demo/web:2.0"))
        .isEqualTo(
            new Refused("failed to resolve reference \"" + host + "/demo/web:2.0\": not found"));
  }

  @ParameterizedTest
  @CsvSource({"crash, CRASH", "neverready, NEVERREADY"})
  void behavesAsTheImagesLabelSays(String label, ImageBehaviour expected) {
    label(label);

    assertThat(lookup.pull(host + "/demo/web:1.0"))
        .isEqualTo(new Pulled(host + "/demo/web@" + DIGEST, expected));
  }

  @Test
  void refusesAnImageThatIsLabelledMissing() {
    label("missing");

    assertThat(lookup.pull(host + "/demo/web:1.0")).isInstanceOf(Refused.class);
  }

  @Test
  void refusesWhenTheRegistryDoesNotAnswer() {
    registry.stop(0);

    assertThat(lookup.pull(host + "/demo/web:1.0"))
        .isInstanceOfSatisfying(
            Refused.class, r -> assertThat(r.reason()).startsWith("failed to do request"));
  }

  @ParameterizedTest
  @CsvSource({
    "web, docker.io, web, latest",
    "acme/web:1, docker.io, acme/web, 1",
    "ghcr.io/acme/web:1, ghcr.io, acme/web, 1",
    "localhost:5000/web, localhost:5000, web, latest",
    "ghcr.io/acme/web:1@sha256:abc, ghcr.io, acme/web, sha256:abc"
  })
  void takesANameApart(String image, String host, String repository, String reference) {
    assertThat(ImageName.parse(image)).isEqualTo(new ImageName(host, repository, reference));
  }

  @Test
  void findsOtherHostsImagesByTheirNames() {
    assertThat(lookup.pull("ghcr.io/acme/web:1"))
        .isInstanceOfSatisfying(
            Pulled.class, p -> assertThat(p.imageId()).startsWith("ghcr.io/acme/web@sha256:"));
    assertThat(lookup.pull("ghcr.io/acme/web:missing")).isInstanceOf(Refused.class);
  }
}
