package dev.slipway.console.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Does what commands usually do, against a server of its own, so that the JVM's cache learns which
 * classes a command needs. The launcher calls it once after each build.
 */
@Command(name = WarmUpCommand.NAME, hidden = true, description = "Fills the JVM's cache.")
final class WarmUpCommand implements Callable<Integer> {
  static final String NAME = "warm-up";

  private static final String STATUS =
      """
      {"environments":[{"environment":"dev","progress":"HELD","detail":"us-west-2: 1 running",
      "whatHelps":"clears 60 s after the last job","since":"2026-11-20T14:02:00Z","images":[
      {"name":"web","repository":"ghcr.io/acme/web","desired":"1.4.2","running":["1.4.1"],
      "progress":"HELD","needsApproval":false}]}]}
      """;
  private static final String STORY =
      """
      {"text":"","steps":[{"time":"2026-11-20T14:02:00Z","type":"image-published","text":"web"}],
      "chapters":[{"environment":"dev","progress":"RUNNING","text":"runs","steps":[
      {"time":"2026-11-20T14:02:01Z","after":"PT1.2S","type":"rollout-succeeded","text":"runs"}]}]}
      """;
  private static final String EVENTS =
      """
      {"events":[{"time":"2026-11-20T14:02:00Z","environment":"dev","type":"rollout-succeeded",
      "text":"runs"}]}
      """;

  @Override
  public Integer call() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/api/v1/status", 200, STATUS);
    answer(server, "/api/v1/why", 200, STORY);
    answer(server, "/api/v1/events", 200, EVENTS);
    answer(server, "/api/v1/services", 200, "{\"services\":[]}");
    answer(server, "/api/v1/environments", 202, "{\"id\":\"1\"}");
    server.start();
    try {
      Surroundings around = surroundings(server.getAddress().getPort());
      SlipwayCommand.run(around, "status");
      SlipwayCommand.run(around, "status", "dev", "--output", "json");
      SlipwayCommand.run(around, "why", "web:1.4.2", "dev");
      SlipwayCommand.run(around, "events", "--since", "1h");
      SlipwayCommand.run(around, "services");
      SlipwayCommand.run(around, "deploy", "dev", "web:1.4.2");
      SlipwayCommand.run(around, "deploy", "--help");
      SlipwayCommand.run(around, "statsu");
    } finally {
      server.stop(0);
    }
    return ExitCode.OK;
  }

  private static Surroundings surroundings(int port) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Surroundings(
        Map.of("SLIPWAY_CONSOLE", "http://127.0.0.1:" + port, "SLIPWAY_TOKEN", "warm-up"),
        ".",
        true,
        "up",
        Duration.ZERO,
        nowhere,
        nowhere);
  }

  private static void answer(HttpServer server, String path, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
