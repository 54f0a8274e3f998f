package dev.slipway.watcher.webhook;

import dev.slipway.events.value.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what Docker's distribution sends (its {@code docs/content/about/notifications.md}).
 *
 * <p>Blobs, pulls, deletions and manifests without a tag are left out.
 */
final class Notifications {
  static final Set<String> CONTENT_TYPES =
      Set.of(
          "application/vnd.docker.distribution.events.v1+json",
          "application/vnd.docker.distribution.events.v2+json");

  private static final Set<String> MANIFESTS =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final JsonMapper JSON = new JsonMapper();

  private Notifications() {}

  /**
   * The tagged pushes among the events, in their order.
   *
   * @throws IllegalArgumentException where the body is no notification; sending it again does not
   *     help
   */
  static List<Push> read(byte[] body) {
    JsonNode events = parse(body).path("events");
    if (!events.isArray()) {
      throw new IllegalArgumentException("the body has no array 'events'");
    }
    List<Push> pushes = new ArrayList<>();
    for (JsonNode event : events) {
      push(event).ifPresent(pushes::add);
    }
    return pushes;
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the body is not JSON", e);
    }
  }

  private static Optional<Push> push(JsonNode event) {
    JsonNode target = event.path("target");
    String tag = text(target, "tag");
    String path = text(target, "repository");
    boolean isTaggedPush =
        text(event, "action").equals("push")
            && MANIFESTS.contains(text(target, "mediaType"))
            && !path.isEmpty()
            && Tag.isValid(tag);
    return isTaggedPush
        ? Optional.of(new Push(path, Tag.parse(tag), hosts(event, target)))
        : Optional.empty();
  }

  private static Set<String> hosts(JsonNode event, JsonNode target) {
    Set<String> hosts = new LinkedHashSet<>();
    hosts.add(authority(text(target, "url")));
    hosts.add(text(event.path("request"), "host"));
    hosts.remove("");
    return hosts;
  }

  private static String authority(String url) {
    try {
      String authority = url.isEmpty() ? null : URI.create(url).getRawAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException notAnAddress) {
      return "";
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : "";
  }
}
