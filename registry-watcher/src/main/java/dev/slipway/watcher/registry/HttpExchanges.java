package dev.slipway.watcher.registry;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request, one answer: bounded in time and size, no redirects, nothing tried again. */
final class HttpExchanges implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  private final Duration timeout;

  /**
   * Exchanges.
   *
   * @param timeout for a whole exchange, the body's last byte included
   */
  HttpExchanges(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Sends the request.
   *
   * @param what for people: what was tried
   * @throws dev.slipway.watcher.RegistryException where no whole answer came
   */
  Answer send(String what, String method, URI uri, Map<String, String> headers, int limitBytes)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.noBody())
            .header("User-Agent", "slipway-registry-watcher");
    headers.forEach(request::header);
    // The request's own time-out ends with the headers; a body that stalls would last for ever.
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(request.build(), head -> new LimitedBody(limitBytes));
    try {
      HttpResponse<byte[]> answer = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(answer.statusCode(), answer.headers(), answer.body(), uri, false);
    } catch (ExecutionException e) {
      throw Failures.ofConnection(what, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw Failures.ofConnection(what, e);
    } finally {
      pending.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
