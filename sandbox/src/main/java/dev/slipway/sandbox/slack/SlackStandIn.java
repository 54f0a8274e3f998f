package dev.slipway.sandbox.slack;

import dev.slipway.sandbox.http.Faults;
import dev.slipway.sandbox.http.LoopbackServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Stands in for Slack's incoming webhooks on 127.0.0.1.
 *
 * <p>Any address below {@code /services/} is a webhook. {@code GET /messages} shows as JSON what
 * came in, oldest first. The latest 1,000 messages are kept, in memory and in a file that survives
 * restarts; a message is in the file before it is answered.
 */
public final class SlackStandIn implements AutoCloseable {
  private final LoopbackServer server;
  private final MessageLog messages;
  private final Faults faults;

  private SlackStandIn(LoopbackServer server, MessageLog messages, Faults faults) {
    this.server = server;
    this.messages = messages;
    this.faults = faults;
  }

  /**
   * Starts to take messages.
   *
   * @param file where they are kept, one JSON object per line; made if need be
   * @param port 0 for any free one
   */
  public static SlackStandIn start(Path file, int port) {
    MessageLog messages = MessageLog.open(file);
    Faults faults = new Faults(status -> status == 429 ? "rate_limited" : "internal_error");
    SlackRoutes routes = new SlackRoutes(messages, faults, Clock.systemUTC());
    return new SlackStandIn(LoopbackServer.start("Slack stand-in", port, routes), messages, faults);
  }

  public URI uri() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  /** The address of an incoming webhook; any name will do. */
  public URI webhook(String name) {
    return server.uri().resolve("/services/" + name);
  }

  /** What came in, oldest first. */
  public List<SlackMessage> messages() {
    return messages.all();
  }

  /** Forgets what came in. */
  public void clear() {
    messages.clear();
  }

  /**
   * The next messages are refused with this status and not kept.
   *
   * @param retryAfter whole seconds in {@code Retry-After}, as Slack sends it with 429; zero for
   *     none
   */
  public void failNext(int status, int times, Duration retryAfter) {
    faults.failNext(status, times, retryAfter);
  }

  /** The next messages get no answer and are not kept. */
  public void cutOffNext(int times) {
    faults.cutOffNext(times);
  }

  /** Every message from now on is answered that much later. */
  public void slowDown(Duration perMessage) {
    faults.slowDown(perMessage);
  }

  /** Ends whatever made it misbehave. */
  public void recover() {
    faults.recover();
  }

  @Override
  public void close() {
    server.close();
  }
}
