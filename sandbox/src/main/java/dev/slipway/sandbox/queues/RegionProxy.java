package dev.slipway.sandbox.queues;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.slipway.sandbox.http.Answers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hands each request to the server of the region that it was signed for, and the answer back. */
final class RegionProxy implements HttpHandler {
  private static final int REQUESTS_KEPT = 2_000;
  private static final List<String> PASSED_ON = List.of("Content-Type", "X-Amz-Target", "Accept");
  private static final List<String> PASSED_BACK = List.of("x-amzn-RequestId", "x-amzn-query-error");

  /** Above the 20 s for which SQS lets a client wait for a message. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);

  private final Regions regions;
  private final Set<String> broken = ConcurrentHashMap.newKeySet();
  private final Deque<String> requests = new ArrayDeque<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RegionProxy(Regions regions) {
    this.regions = regions;
  }

  void breakRegion(String region) {
    broken.add(region);
  }

  void healRegion(String region) {
    broken.remove(region);
  }

  void healAll() {
    broken.clear();
  }

  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String region = SignedRegion.of(exchange.getRequestHeaders().getFirst("Authorization"));
    remember(region, exchange);
    if (broken.contains(region)) {
      // No answer at all: the server closes the connection.
      return;
    }
    try {
      HttpResponse<byte[]> answer =
          client.send(request(exchange, region), HttpResponse.BodyHandlers.ofByteArray());
      for (String name : PASSED_BACK) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      String type =
          answer.headers().firstValue("Content-Type").orElse("application/x-amz-json-1.0");
      Answers.bytes(exchange, answer.statusCode(), type, answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while asking the queues of " + region, e);
    }
  }

  private HttpRequest request(HttpExchange exchange, String region) throws IOException {
    URI target = regions.backend(region).resolve(exchange.getRequestURI().toString());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target)
            .timeout(LONGEST_ANSWER)
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }

  private void remember(String region, HttpExchange exchange) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String operation = target == null ? "query" : target.replaceFirst("^AmazonSQS\\.", "");
    synchronized (requests) {
      if (requests.size() == REQUESTS_KEPT) {
        requests.removeFirst();
      }
      requests.addLast(region + "/" + operation);
    }
  }
}
