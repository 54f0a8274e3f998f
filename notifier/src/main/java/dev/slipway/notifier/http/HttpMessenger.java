package dev.slipway.notifier.http;

import dev.slipway.notifier.Message;
import dev.slipway.notifier.Messenger;
import dev.slipway.notifier.SendResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts messages. Redirects are not followed: the address may be a secret. */
public final class HttpMessenger implements Messenger, AutoCloseable {
  private static final int ANSWER_BYTES = 300;

  private final Map<String, HttpReceiver> receivers;
  private final Duration timeout;
  private final Clock clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  /**
   * Makes a messenger; connects to nobody yet.
   *
   * @param timeout for one message as a whole
   */
  public HttpMessenger(Map<String, HttpReceiver> receivers, Duration timeout, Clock clock) {
    this.receivers = Map.copyOf(receivers);
    this.timeout = timeout;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();
  }

  @Override
  public boolean knows(String receiver) {
    return receivers.containsKey(receiver);
  }

  @Override
  public boolean wantsData(String receiver) {
    HttpReceiver known = receivers.get(receiver);
    return known != null && known.type() == ReceiverType.WEBHOOK;
  }

  @Override
  public SendResult send(String name, Message message) throws InterruptedException {
    HttpReceiver receiver = receivers.get(name);
    if (receiver == null) {
      return new SendResult.Refused("slipway.notifier.receivers has no '" + name + "'");
    }
    Optional<URI> address = address(receiver);
    if (address.isEmpty()) {
      return new SendResult.TryAgain(
          Duration.ZERO, "its file " + receiver.urlFile() + " holds no http(s) address");
    }
    return post(request(address.get(), receiver, message));
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }

  /** The whole exchange has one deadline: the client's own ends with the answer's head. */
  private SendResult post(HttpRequest request) throws InterruptedException {
    Future<SendResult> answer = threads.submit(() -> exchange(request));
    try {
      return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return noAnswer();
    } catch (ExecutionException e) {
      return failure(e.getCause() == null ? e : e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private SendResult exchange(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      String said = new String(body.readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8).strip();
      Optional<String> retryAfter = response.headers().firstValue("Retry-After");
      return Answers.result(response.statusCode(), said, retryAfter, clock.instant());
    }
  }

  private HttpRequest request(URI address, HttpReceiver receiver, Message message) {
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "application/json; charset=utf-8")
        .header("User-Agent", "slipway")
        .header("Slipway-Event", message.event().toString())
        .POST(HttpRequest.BodyPublishers.ofString(receiver.type().body(message)))
        .build();
  }

  private SendResult failure(Throwable cause) {
    return switch (cause) {
      case HttpTimeoutException _ -> noAnswer();
      case ConnectException _ -> new SendResult.TryAgain(Duration.ZERO, "no connection");
      default ->
          new SendResult.TryAgain(
              Duration.ZERO, "no answer (" + cause.getClass().getSimpleName() + ")");
    };
  }

  private SendResult noAnswer() {
    return new SendResult.TryAgain(Duration.ZERO, "no answer within " + timeout.toSeconds() + " s");
  }

  private static Optional<URI> address(HttpReceiver receiver) {
    try {
      URI uri = URI.create(Files.readString(receiver.urlFile()).strip());
      boolean usable =
          uri.getHost() != null
              && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (IOException | IllegalArgumentException notShown) {
      // Its message may quote the address.
      return Optional.empty();
    }
  }
}
