package dev.slipway.sandbox.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.sandbox.http.Webhook;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jgit.lib.ObjectId;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * GitHub's {@code push} event, as far as its receivers read it: which ref of which repository moved
 * from where to where; and its {@code pull_request} event: which base it concerns.
 */
final class PushWebhooks implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private record Receiver(Webhook webhook, String secret) {}

  private final List<Receiver> receivers = new CopyOnWriteArrayList<>();
  private volatile URI server = URI.create("http://127.0.0.1");

  void serveFrom(URI uri) {
    server = uri;
  }

  void add(URI endpoint, String secret) {
    receivers.add(new Receiver(new Webhook(endpoint), secret));
  }

  void pushed(String repository, String ref, ObjectId before, ObjectId after, String user) {
    send("push", event(repository, ref, before, after, user));
  }

  void request(String repository, String action, int number, String base) {
    ObjectNode event = JSON.createObjectNode();
    event.put("action", action).put("number", number);
    event.putObject("pull_request").put("number", number).putObject("base").put("ref", base);
    event.set("repository", repository(repository));
    send("pull_request", event);
  }

  private void send(String kind, ObjectNode event) {
    String body = JSON.writeValueAsString(event);
    for (Receiver receiver : receivers) {
      receiver
          .webhook()
          .send(
              body,
              Map.of(
                  "Content-Type",
                  "application/json",
                  "X-GitHub-Event",
                  kind,
                  "X-GitHub-Delivery",
                  UUID.randomUUID().toString(),
                  "X-Hub-Signature-256",
                  "sha256=" + sign(body, receiver.secret())));
    }
  }

  @Override
  public void close() {
    receivers.forEach(receiver -> receiver.webhook().close());
  }

  private ObjectNode event(
      String repository, String ref, ObjectId before, ObjectId after, String user) {
    ObjectNode event = JSON.createObjectNode();
    event.put("ref", ref).put("before", before.name()).put("after", after.name());
    event.put("created", before.equals(ObjectId.zeroId()));
    event.put("deleted", after.equals(ObjectId.zeroId()));
    event.set("repository", repository(repository));
    event.putObject("pusher").put("name", user);
    return event;
  }

  private ObjectNode repository(String name) {
    return JSON.createObjectNode()
        .put("name", name.replaceFirst("^.*/", ""))
        .put("full_name", name)
        .put("clone_url", server + "/" + name + ".git");
  }

  private static String sign(String body, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("could not sign a webhook", e);
    }
  }
}
