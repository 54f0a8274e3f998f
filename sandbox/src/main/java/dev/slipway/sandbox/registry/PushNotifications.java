package dev.slipway.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.http.Webhook;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells receivers of tagged pushes, in the form of Docker's distribution.
 *
 * <p>Source: distribution's {@code docs/content/about/notifications.md}.
 */
final class PushNotifications implements AutoCloseable {
  private static final String MEDIA_TYPE = "application/vnd.docker.distribution.events.v2+json";
  private static final JsonMapper JSON = new JsonMapper();

  private record Receiver(Webhook webhook, String authorization) {}

  private final String instance = UUID.randomUUID().toString();
  private final List<Receiver> receivers = new CopyOnWriteArrayList<>();

  void add(URI endpoint, String authorization) {
    receivers.add(new Receiver(new Webhook(endpoint), authorization));
  }

  void pushed(
      HttpExchange exchange, RepositoryName repository, String tag, StoredManifest manifest) {
    if (receivers.isEmpty()) {
      return;
    }
    String body = JSON.writeValueAsString(event(exchange, repository, tag, manifest));
    for (Receiver receiver : receivers) {
      receiver
          .webhook()
          .send(
              body, Map.of("Content-Type", MEDIA_TYPE, "Authorization", receiver.authorization()));
    }
  }

  @Override
  public void close() {
    receivers.forEach(receiver -> receiver.webhook().close());
  }

  private ObjectNode event(
      HttpExchange exchange, RepositoryName repository, String tag, StoredManifest manifest) {
    String host = header(exchange, "Host");
    ObjectNode events = JSON.createObjectNode();
    ObjectNode event = events.putArray("events").addObject();
    event.put("id", UUID.randomUUID().toString());
    event.put("timestamp", OffsetDateTime.now(ZoneOffset.UTC).toString());
    event.put("action", "push");
    event
        .putObject("target")
        .put("mediaType", manifest.mediaType())
        .put("digest", manifest.digest().toString())
        .put("size", manifest.content().length)
        .put("length", manifest.content().length)
        .put("repository", repository.value())
        .put("url", "http://" + host + "/v2/" + repository + "/manifests/" + manifest.digest())
        .put("tag", tag);
    event
        .putObject("request")
        .put("id", UUID.randomUUID().toString())
        .put("addr", exchange.getRemoteAddress().toString().replaceFirst("^.*/", ""))
        .put("host", host)
        .put("method", exchange.getRequestMethod())
        .put("useragent", header(exchange, "User-Agent"));
    event.putObject("actor");
    event.putObject("source").put("addr", host).put("instanceID", instance);
    return events;
  }

  private static String header(HttpExchange exchange, String name) {
    return String.valueOf(exchange.getRequestHeaders().getOrDefault(name, List.of("")).getFirst());
  }
}
