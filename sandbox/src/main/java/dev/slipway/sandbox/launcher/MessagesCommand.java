package dev.slipway.sandbox.launcher;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shows what the Slack stand-in was sent. */
@Command(name = "messages", description = "Show what the Slack stand-in was sent, oldest first.")
public final class MessagesCommand implements Runnable {
  @Option(
      names = "--output",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  private String output = "text";

  @Mixin private DataOption data = new DataOption();

  @Override
  public void run() {
    String json =
        LocalHttp.get(data.directory().environment().get("SLIPWAY_SLACK") + "/messages", null);
    if (output.equals("json")) {
      System.out.println(json);
      return;
    }
    JsonNode messages = JsonMapper.shared().readTree(json);
    if (messages.isEmpty()) {
      System.out.println("no message yet");
    }
    for (JsonNode message : messages) {
      Instant received = Instant.parse(message.path("receivedAt").asString());
      System.out.printf(
          "%s  %s%n",
          LocalTime.ofInstant(received, ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS),
          message.path("text").asString());
    }
  }
}
