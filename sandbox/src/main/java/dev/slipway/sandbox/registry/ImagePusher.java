package dev.slipway.sandbox.registry;

import dev.slipway.sandbox.http.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes small real images and pushes them to any registry that speaks plain HTTP. */
public final class ImagePusher {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final String host;
  private final @Nullable Credentials credentials;
  private final Clock clock;

  private ImagePusher(String host, @Nullable Credentials credentials, Clock clock) {
    this.host = host;
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * A pusher to one registry.
   *
   * @param host {@code 127.0.0.1:5000}
   */
  public static ImagePusher to(String host) {
    return new ImagePusher(host, null, Clock.systemUTC());
  }

  public ImagePusher as(Credentials user) {
    return new ImagePusher(host, user, clock);
  }

  /** Pushes a healthy image made now, unlike any before; returns its digest. */
  public String push(String repository, String tag) {
    return push(repository, tag, SampleImage.unique(clock.instant()));
  }

  /** Pushes an image made now, unlike any before; returns its digest. */
  public String push(
      String repository, String tag, Map<String, String> labels, ImageBehaviour behaviour) {
    return push(
        repository,
        tag,
        new SampleImage(clock.instant(), labels, behaviour, UUID.randomUUID().toString()));
  }

  /**
   * Pushes this image and lets the tag point to it.
   *
   * @return the digest of its manifest
   * @throws IllegalStateException when the registry cannot be reached or refuses; nothing is
   *     retried
   */
  public String push(String repository, String tag, SampleImage image) {
    ImageFiles files = ImageFiles.of(image);
    blob(repository, files.layer());
    blob(repository, files.configuration());
    HttpRequest.Builder put =
        request("/v2/" + repository + "/manifests/" + tag)
            .header("Content-Type", ImageFiles.MANIFEST_TYPE)
            .PUT(BodyPublishers.ofByteArray(files.manifest()));
    send(put, repository + ":" + tag, 201);
    return ContentDigest.of(files.manifest()).toString();
  }

  private void blob(String repository, byte[] content) {
    String uploads = "/v2/" + repository + "/blobs/uploads/";
    HttpResponse<String> begun =
        send(request(uploads).POST(BodyPublishers.noBody()), repository, 202);
    URI location = begun.uri().resolve(begun.headers().firstValue("Location").orElseThrow());
    String separator = location.getRawQuery() == null ? "?" : "&";
    URI end = URI.create(location + separator + "digest=" + ContentDigest.of(content));
    HttpRequest.Builder put =
        request(end)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(content));
    send(put, repository, 201);
  }

  private HttpRequest.Builder request(String path) {
    return request(URI.create("http://" + host + path));
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
    if (credentials != null) {
      request.header("Authorization", credentials.header());
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder builder, String what, int expected) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != expected) {
        throw new IllegalStateException(
            String.format(
                "could not push %s to %s: %s %s answered %d %s",
                what,
                host,
                request.method(),
                request.uri().getPath(),
                answer.statusCode(),
                answer.body()));
      }
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException("could not push " + what + " to " + host + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while pushing " + what + " to " + host, e);
    }
  }
}
