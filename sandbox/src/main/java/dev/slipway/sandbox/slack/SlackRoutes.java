package dev.slipway.sandbox.slack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.Faults;
import java.io.IOException;
import java.time.Clock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks below {@code /services/}, and the list of what they took.
 *
 * <p>Answers and error words are Slack's own: see its page on incoming webhooks.
 */
final class SlackRoutes implements HttpHandler {
  private static final String WEBHOOKS = "/services/";
  private static final JsonMapper JSON = new JsonMapper();

  private final MessageLog messages;
  private final HttpHandler take;
  private final Clock clock;

  SlackRoutes(MessageLog messages, Faults faults, Clock clock) {
    this.messages = messages;
    this.take = faults.before(this::take);
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith(WEBHOOKS)) {
      take.handle(exchange);
    } else if (path.equals("/messages") && exchange.getRequestMethod().equals("GET")) {
      Answers.json(exchange, 200, messages.asJson());
    } else {
      Answers.text(exchange, 404, "no_service");
    }
  }

  private void take(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      Answers.text(exchange, 405, "invalid_method");
      return;
    }
    JsonNode body;
    try {
      body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    } catch (JacksonException e) {
      Answers.text(exchange, 400, "invalid_payload");
      return;
    }
    if (!body.has("text") && !body.has("blocks") && !body.has("attachments")) {
      Answers.text(exchange, 400, "no_text");
      return;
    }
    String path = exchange.getRequestURI().getPath();
    messages.add(
        new SlackMessage(
            clock.instant(),
            path.substring(path.lastIndexOf('/') + 1),
            body.path("text").asString(""),
            body));
    Answers.text(exchange, 200, "ok");
  }
}
