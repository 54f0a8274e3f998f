package dev.slipway.sandbox.launcher;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the {@code up} that runs takes orders from other commands: on loopback, with a token that
 * lies in its data.
 */
final class Control implements AutoCloseable {
  static final String SECRET = "control";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Pipeline pipeline;
  private final Outages outages;
  private final String authorization;
  private final LoopbackServer server;

  private Control(Pipeline pipeline, Outages outages, DataDirectory data, Ports ports) {
    this.pipeline = pipeline;
    this.outages = outages;
    this.authorization = "Bearer " + data.secret(SECRET).value();
    this.server = LoopbackServer.start("control", ports.control(), this::handle);
  }

  static Control start(Pipeline pipeline, Outages outages, DataDirectory data, Ports ports) {
    return new Control(pipeline, outages, data, ports);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (given == null || !MessageDigest.isEqual(bytes(given), bytes(authorization))) {
      Answers.text(exchange, 401, "the token in the data's secrets/" + SECRET + " is needed");
      return;
    }
    try {
      JsonNode order = JSON.readTree(exchange.getRequestBody().readAllBytes());
      Answers.text(exchange, 200, carryOut(exchange.getRequestURI().getPath(), order));
    } catch (SandboxException e) {
      Answers.text(exchange, 409, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Answers.text(exchange, 503, "slipway is being stopped");
    }
  }

  private String carryOut(String path, JsonNode order) throws InterruptedException {
    return switch (path) {
      case "/scale" -> {
        Service service = Service.named(order.path("service").asString());
        int copies = order.path("copies").asInt();
        service.checkCopies(copies);
        yield pipeline.scale(service, copies);
      }
      case "/outage" ->
          outages.make(
              order.path("part").asString(), Duration.parse(order.path("lasting").asString()));
      default -> throw new SandboxException("there is no order " + path);
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
