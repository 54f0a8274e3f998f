package dev.slipway.watcher.registry;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * A whole answer.
 *
 * @param uri where it came from, after redirects
 * @param redirected whether it came from another place than the one asked
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, HttpHeaders headers, byte[] body, URI uri, boolean redirected) {
  private static final String REGISTRY_HEADER = "Docker-Distribution-Api-Version";

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /**
   * Whether a registry speaks, and not a proxy before it whose registry is away: a 404 of an
   * ingress must never mean that an image is absent.
   */
  boolean isFromRegistry() {
    return header(REGISTRY_HEADER).isPresent() || Json.read(body).path("errors").isArray();
  }
}
