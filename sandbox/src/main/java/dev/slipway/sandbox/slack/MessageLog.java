package dev.slipway.sandbox.slack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The latest messages, in memory and as lines of a file that is rewritten when it is twice as long.
 */
final class MessageLog {
  private static final int KEPT = 1_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final Deque<SlackMessage> messages = new ArrayDeque<>();
  private int lines;

  private MessageLog(Path file) {
    this.file = file;
  }

  static MessageLog open(Path file) {
    MessageLog log = new MessageLog(file);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(log::restore);
        log.rewrite();
      }
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the Slack stand-in's messages", e);
    }
  }

  synchronized void add(SlackMessage message) throws IOException {
    Files.writeString(
        file,
        JSON.writeValueAsString(json(message)) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    remember(message);
    lines++;
    if (lines >= 2 * KEPT) {
      rewrite();
    }
  }

  synchronized List<SlackMessage> all() {
    return List.copyOf(messages);
  }

  synchronized void clear() {
    messages.clear();
    try {
      Files.deleteIfExists(file);
      lines = 0;
    } catch (IOException e) {
      throw new UncheckedIOException("could not clear " + file, e);
    }
  }

  /** All of them as a JSON array. */
  synchronized String asJson() {
    ArrayNode array = JSON.createArrayNode();
    messages.forEach(message -> array.add(json(message)));
    return JSON.writeValueAsString(array);
  }

  private void restore(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      remember(
          new SlackMessage(
              Instant.parse(json.path("receivedAt").asString()),
              json.path("webhook").asString(),
              json.path("text").asString(),
              json.path("body")));
    } catch (JacksonException | DateTimeException cutOffByAKill) {
      // Only the last line can be one that was not written whole.
    }
  }

  private void remember(SlackMessage message) {
    if (messages.size() == KEPT) {
      messages.removeFirst();
    }
    messages.addLast(message);
  }

  private void rewrite() throws IOException {
    List<String> all =
        messages.stream().map(message -> JSON.writeValueAsString(json(message))).toList();
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    Files.write(unfinished, all);
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    lines = all.size();
  }

  private static ObjectNode json(SlackMessage message) {
    ObjectNode json = JSON.createObjectNode();
    json.put("receivedAt", message.receivedAt().toString());
    json.put("webhook", message.webhook());
    json.put("text", message.text());
    json.set("body", message.body());
    return json;
  }
}
