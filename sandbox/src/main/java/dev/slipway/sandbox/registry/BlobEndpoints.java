package dev.slipway.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.http.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code /v2/NAME/blobs/…}: layers and configurations, whole, in pieces and mounted. */
final class BlobEndpoints {
  private final BlobStore blobs;
  private final Uploads uploads;

  BlobEndpoints(BlobStore blobs, Uploads uploads) {
    this.blobs = blobs;
    this.uploads = uploads;
  }

  void blob(HttpExchange exchange, RepositoryName repository, String reference)
      throws IOException, RegistryError {
    ContentDigest digest = ContentDigest.parse(reference);
    switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> send(exchange, blobs.find(repository, digest), digest);
      case "DELETE" -> {
        blobs.delete(repository, digest);
        Answers.empty(exchange, 202);
      }
      default -> throw RegistryRoutes.unsupported(exchange);
    }
  }

  void begin(HttpExchange exchange, RepositoryName repository) throws IOException, RegistryError {
    if (!exchange.getRequestMethod().equals("POST")) {
      throw RegistryRoutes.unsupported(exchange);
    }
    Query query = Query.of(exchange);
    String mount = query.get("mount");
    String from = query.get("from");
    if (mount != null
        && from != null
        && blobs.mount(repository, RepositoryName.parse(from), ContentDigest.parse(mount))) {
      created(exchange, repository, ContentDigest.parse(mount));
      return;
    }
    String id = uploads.begin();
    String whole = query.get("digest");
    if (whole == null) {
      accepted(exchange, repository, id);
    } else {
      finish(exchange, repository, id, whole);
    }
  }

  void upload(HttpExchange exchange, RepositoryName repository, String id)
      throws IOException, RegistryError {
    switch (exchange.getRequestMethod()) {
      case "PATCH" -> {
        inOrder(exchange, repository, id);
        uploads.append(id, exchange.getRequestBody());
        accepted(exchange, repository, id);
      }
      case "PUT" -> {
        inOrder(exchange, repository, id);
        finish(exchange, repository, id, Query.of(exchange).get("digest"));
      }
      case "GET" -> {
        place(exchange, repository, id);
        Answers.empty(exchange, 204);
      }
      case "DELETE" -> {
        uploads.cancel(id);
        Answers.empty(exchange, 204);
      }
      default -> throw RegistryRoutes.unsupported(exchange);
    }
  }

  private void finish(
      HttpExchange exchange, RepositoryName repository, String id, @Nullable String expected)
      throws IOException, RegistryError {
    if (expected == null) {
      throw RegistryError.digestInvalid("an upload ends with its digest");
    }
    ContentDigest digest = ContentDigest.parse(expected);
    uploads.append(id, exchange.getRequestBody());
    uploads.finish(repository, id, digest);
    created(exchange, repository, digest);
  }

  /** A piece that says where it belongs must belong at the end. */
  private void inOrder(HttpExchange exchange, RepositoryName repository, String id)
      throws IOException, RegistryError {
    long size = uploads.size(id);
    String range = exchange.getRequestHeaders().getFirst("Content-Range");
    if (range != null && !range.replace("bytes ", "").startsWith(size + "-")) {
      place(exchange, repository, id);
      throw new RegistryError(416, "BLOB_UPLOAD_INVALID", "the next byte is " + size);
    }
  }

  private void accepted(HttpExchange exchange, RepositoryName repository, String id)
      throws IOException, RegistryError {
    place(exchange, repository, id);
    Answers.empty(exchange, 202);
  }

  private void place(HttpExchange exchange, RepositoryName repository, String id)
      throws IOException, RegistryError {
    var headers = exchange.getResponseHeaders();
    headers.set("Location", "/v2/" + repository + "/blobs/uploads/" + id);
    headers.set("Docker-Upload-UUID", id);
    headers.set("Range", "0-" + Math.max(0, uploads.size(id) - 1));
  }

  private static void created(
      HttpExchange exchange, RepositoryName repository, ContentDigest digest) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Location", "/v2/" + repository + "/blobs/" + digest);
    headers.set("Docker-Content-Digest", digest.toString());
    Answers.empty(exchange, 201);
  }

  private static void send(HttpExchange exchange, Path content, ContentDigest digest)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest.toString());
    long size = Files.size(content);
    if (exchange.getRequestMethod().equals("HEAD") || size == 0) {
      Answers.head(exchange, 200, size);
      return;
    }
    exchange.sendResponseHeaders(200, size);
    Files.copy(content, exchange.getResponseBody());
  }
}
