package dev.slipway.sandbox.cluster.images;

import dev.slipway.sandbox.cluster.objects.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Looks images up in a registry by the OCI distribution API; other hosts' images exist by being
 * named.
 */
public final class OciImageLookup implements ImageLookup {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String MANIFESTS =
      "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json,"
          + " application/vnd.docker.distribution.manifest.list.v2+json,"
          + " application/vnd.docker.distribution.manifest.v2+json";

  private final URI registry;
  private final Predicate<String> hosts;
  private final ImageLookup elsewhere = ImageLookup.byName();
  private final Map<String, ImageBehaviour> behaviours = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  /**
   * @param registry base address without {@code /v2/}
   * @param hosts which images' hosts it answers for
   */
  public OciImageLookup(URI registry, Predicate<String> hosts) {
    this.registry = registry;
    this.hosts = hosts;
  }

  /** Answers for the images that carry the registry's own address, by number or as localhost. */
  public static OciImageLookup at(URI registry) {
    String port = ":" + registry.getPort();
    return new OciImageLookup(
        registry,
        host ->
            host.equals(registry.getAuthority())
                || host.equals("localhost" + port)
                || host.equals("127.0.0.1" + port));
  }

  @Override
  public Pull pull(String image) {
    ImageName name = ImageName.parse(image);
    if (!hosts.test(name.host()) || ImageBehaviour.ofName(image) == ImageBehaviour.MISSING) {
      return elsewhere.pull(image);
    }
    try {
      return resolve(image, name);
    } catch (IOException | JacksonException e) {
      return new Refused("failed to do request: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Refused("interrupted");
    }
  }

  private Pull resolve(String image, ImageName name) throws IOException, InterruptedException {
    String manifests = "/v2/" + name.repository() + "/manifests/";
    HttpRequest head = request(manifests + name.reference()).method("HEAD", noBody()).build();
    HttpResponse<Void> answer = http.send(head, BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      String why = answer.statusCode() == 404 ? "not found" : "HTTP " + answer.statusCode();
      return new Refused("failed to resolve reference \"" + image + "\": " + why);
    }
    String digest = answer.headers().firstValue("Docker-Content-Digest").orElse(name.reference());
    ImageBehaviour labelled = behaviours.get(digest);
    if (labelled == null) {
      labelled = labelled(name, digest);
      behaviours.put(digest, labelled);
    }
    ImageBehaviour named = ImageBehaviour.ofName(image);
    ImageBehaviour behaviour = named == ImageBehaviour.HEALTHY ? labelled : named;
    return behaviour == ImageBehaviour.MISSING
        ? new Refused("failed to pull and unpack image \"" + image + "\": not found")
        : new Pulled(name.imageId(digest), behaviour);
  }

  private ImageBehaviour labelled(ImageName name, String digest)
      throws IOException, InterruptedException {
    JsonNode manifest = get("/v2/" + name.repository() + "/manifests/" + digest);
    String first = Json.text(Json.at(manifest, "manifests").path(0), "digest");
    JsonNode single =
        first.isEmpty() ? manifest : get("/v2/" + name.repository() + "/manifests/" + first);
    String config = Json.text(single, "config", "digest");
    if (config.isEmpty()) {
      return ImageBehaviour.HEALTHY;
    }
    JsonNode labels =
        Json.at(get("/v2/" + name.repository() + "/blobs/" + config), "config", "Labels");
    return Optional.ofNullable(labels.get(ImageBehaviour.LABEL))
        .flatMap(label -> ImageBehaviour.named(label.asString()))
        .orElse(ImageBehaviour.HEALTHY);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
    int status = answer.statusCode();
    if (status == 429 || status >= 500) {
      // Not remembered as an image that says nothing about itself.
      throw new IOException("HTTP " + status);
    }
    return status == 200 ? Json.parse(answer.body()) : Json.object();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(registry.resolve(path))
        .timeout(PATIENCE)
        .header("Accept", MANIFESTS);
  }

  private static HttpRequest.BodyPublisher noBody() {
    return HttpRequest.BodyPublishers.noBody();
  }
}
