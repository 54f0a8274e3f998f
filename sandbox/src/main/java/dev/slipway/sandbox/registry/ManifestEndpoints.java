package dev.slipway.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.http.Answers;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** {@code /v2/NAME/manifests/REFERENCE}. */
final class ManifestEndpoints {
  private static final int LARGEST_BYTES = 4 * 1024 * 1024;

  private final ManifestStore manifests;
  private final PushNotifications notifications;

  ManifestEndpoints(ManifestStore manifests, PushNotifications notifications) {
    this.manifests = manifests;
    this.notifications = notifications;
  }

  ManifestStore manifests() {
    return manifests;
  }

  void manifest(HttpExchange exchange, RepositoryName repository, String reference)
      throws IOException, RegistryError {
    if (!ContentDigest.looksLikeOne(reference) && !RepositoryName.isTag(reference)) {
      throw RegistryError.manifestInvalid("not a tag: " + reference);
    }
    switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> {
        StoredManifest manifest = manifests.find(repository, reference);
        digestHeader(exchange, manifest.digest());
        Answers.bytes(exchange, 200, manifest.mediaType(), manifest.content());
      }
      case "PUT" -> put(exchange, repository, reference);
      case "DELETE" -> {
        manifests.delete(repository, reference);
        Answers.empty(exchange, 202);
      }
      default -> throw RegistryRoutes.unsupported(exchange);
    }
  }

  private void put(HttpExchange exchange, RepositoryName repository, String reference)
      throws IOException, RegistryError {
    byte[] content = exchange.getRequestBody().readNBytes(LARGEST_BYTES + 1);
    if (content.length > LARGEST_BYTES) {
      throw new RegistryError(413, "SIZE_INVALID", "a manifest has at most 4 MB");
    }
    JsonNode json = ManifestCheck.parse(content);
    String mediaType = exchange.getRequestHeaders().getFirst("Content-Type");
    if (mediaType == null) {
      throw RegistryError.manifestInvalid("the Content-Type of a manifest is its media type");
    }
    if (!json.path("mediaType").asString(mediaType).equals(mediaType)) {
      throw RegistryError.manifestInvalid("Content-Type and mediaType differ");
    }
    ContentDigest digest = digest(reference, content);
    ManifestCheck.check(json, repository, manifests);
    ContentDigest subject = ManifestCheck.subject(json);
    StoredManifest manifest = new StoredManifest(digest, mediaType, content);
    manifests.put(repository, reference, manifest);
    if (subject != null) {
      exchange.getResponseHeaders().set("OCI-Subject", subject.toString());
    }
    exchange.getResponseHeaders().set("Location", "/v2/" + repository + "/manifests/" + digest);
    digestHeader(exchange, digest);
    if (!ContentDigest.looksLikeOne(reference)) {
      notifications.pushed(exchange, repository, reference, manifest);
    }
    Answers.empty(exchange, 201);
  }

  private static ContentDigest digest(String reference, byte[] content) throws RegistryError {
    if (!ContentDigest.looksLikeOne(reference)) {
      return ContentDigest.of(content);
    }
    ContentDigest expected = ContentDigest.parse(reference);
    ContentDigest actual = ContentDigest.of(expected.algorithm(), content);
    if (!actual.equals(expected)) {
      throw RegistryError.digestInvalid("the manifest's digest is " + actual + ", not " + expected);
    }
    return actual;
  }

  private static void digestHeader(HttpExchange exchange, ContentDigest digest) {
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest.toString());
  }
}
