package dev.slipway.sandbox.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One receiver of a stand-in's notifications.
 *
 * <p>Delivers in the order of {@link #send}, one at a time, each until it is answered with 2xx.
 * What is not delivered when the stand-in stops is lost, as with the systems it stands for.
 */
public final class Webhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private record Notification(String body, Map<String, String> headers) {}

  private final URI endpoint;
  private final BlockingQueue<Notification> waiting = new LinkedBlockingQueue<>();
  private final Thread sender;

  public Webhook(URI endpoint) {
    this.endpoint = endpoint;
    this.sender = Thread.ofVirtual().name("webhook " + endpoint.getAuthority()).start(this::run);
  }

  /** Takes the notification over and returns at once. */
  public void send(String body, Map<String, String> headers) {
    waiting.add(new Notification(body, headers));
  }

  @Override
  public void close() {
    sender.interrupt();
  }

  private void run() {
    try {
      while (true) {
        deliver(waiting.take());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Notification notification) throws InterruptedException {
    boolean failing = false;
    for (Duration pause = Duration.ofMillis(50); ; pause = next(pause)) {
      String outcome = attempt(notification);
      if (outcome.equals("delivered")) {
        return;
      }
      if (!failing) {
        LOG.atWarn()
            .addKeyValue("receiver", endpoint.getAuthority())
            .addKeyValue("reason", outcome)
            .log("webhook not delivered, retrying");
        failing = true;
      }
      Thread.sleep(pause);
    }
  }

  private String attempt(Notification notification) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(notification.body()));
    notification.headers().forEach(request::header);
    try {
      int status =
          CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
      return status / 100 == 2 ? "delivered" : "answered " + status;
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Duration next(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }
}
