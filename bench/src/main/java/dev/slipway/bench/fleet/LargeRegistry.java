package dev.slipway.bench.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.bench.running.BenchException;
import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A registry of many repositories with thousands of tags each, held in memory: it lists in pages
 * ({@code n}, {@code last}), answers manifests and configurations, tells of pushes as Docker's
 * distribution does, and counts what it sends.
 */
public final class LargeRegistry implements AutoCloseable {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int PAGE = 10_000;

  /** So many notifications are on their way at once; a registry keeps few connections. */
  private static final int TOLD_AT_ONCE = 16;

  private final Map<String, ManyTags> tags = new HashMap<>();
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final LongAdder listings = new LongAdder();
  private final LongAdder listedBytes = new LongAdder();
  private final LongAdder emptyListings = new LongAdder();
  private final LongAdder emptyBytes = new LongAdder();
  private final ExecutorService telling = Executors.newFixedThreadPool(TOLD_AT_ONCE);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final LoopbackServer server;
  private volatile @Nullable URI receiver;
  private volatile String authorization = "";

  private LargeRegistry(int repositories, int tagsEach) {
    for (int i = 0; i < repositories; i++) {
      tags.put(FleetRepository.image(i), new ManyTags(i, tagsEach));
    }
    server = LoopbackServer.start("large registry", 0, this::answer);
  }

  /** Starts it, with so many tags in each repository. */
  public static LargeRegistry start(int repositories, int tagsEach) {
    return new LargeRegistry(repositories, tagsEach);
  }

  /** {@code 127.0.0.1:PORT}. */
  public String host() {
    return server.host();
  }

  /** Tells of pushes there from now on. */
  void notifyTo(URI address, String header) {
    authorization = header;
    receiver = address;
  }

  /** Adds the tag. When it returns, the registry holds it; whoever is told is told after that. */
  public void push(String repository, String tag) {
    known(repository).add(tag);
    URI to = receiver;
    if (to == null) {
      return;
    }
    String digest = digest(manifest(repository, tag));
    String body =
        """
        {"events": [{"id": "%s", "action": "push", "target": {"mediaType": "%s", "digest": "%s",
        "repository": "%s", "tag": "%s"}, "request": {"host": "%s"}}]}
        """
            .formatted(digest, MANIFEST, digest, repository, tag, host());
    HttpRequest request =
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/vnd.docker.distribution.events.v1+json")
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    telling.execute(() -> tell(request));
  }

  private void tell(HttpRequest request) {
    try {
      var _ = client.send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException lost) {
      // The watcher's next look finds the tag; the measurement says how late.
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many pages with tags it has sent. */
  public long listings() {
    return listings.sum();
  }

  /** What those pages came to. */
  public long listedBytes() {
    return listedBytes.sum();
  }

  /** How many pages it has sent on which there was no tag. */
  public long emptyListings() {
    return emptyListings.sum();
  }

  /** What those came to. */
  public long emptyBytes() {
    return emptyBytes.sum();
  }

  private ManyTags known(String repository) {
    ManyTags all = tags.get(repository);
    if (all == null) {
      throw new BenchException("the large registry has no repository " + repository);
    }
    return all;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    if (path.length < 5 || !tags.containsKey(path[2])) {
      Answers.json(exchange, path.length < 4 ? 200 : 404, "{}");
    } else if (path[3].equals("tags")) {
      list(exchange, path[2]);
    } else {
      content(exchange, path[2], path[4]);
    }
  }

  private void list(HttpExchange exchange, String repository) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI().getQuery());
    int size = Integer.parseInt(query.getOrDefault("n", "" + PAGE));
    List<String> page = new ArrayList<>(known(repository).after(query.get("last"), size + 1));
    if (page.size() > size) {
      page.removeLast();
      exchange
          .getResponseHeaders()
          .set(
              "Link",
              "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\""
                  .formatted(repository, size, page.getLast()));
    }
    String body =
        page.stream()
            .map(tag -> "\"" + tag + "\"")
            .collect(Collectors.joining(",", "{\"name\":\"" + repository + "\",\"tags\":[", "]}"));
    (page.isEmpty() ? emptyListings : listings).increment();
    (page.isEmpty() ? emptyBytes : listedBytes).add(body.length());
    Answers.json(exchange, 200, body);
  }

  private void content(HttpExchange exchange, String repository, String reference)
      throws IOException {
    byte[] content =
        known(repository).contains(reference)
            ? manifest(repository, reference)
            : contents.get(reference);
    if (content == null) {
      Answers.json(exchange, 404, "{}");
      return;
    }
    exchange.getResponseHeaders().set("Docker-Content-Digest", digest(content));
    Answers.bytes(exchange, 200, MANIFEST, content);
  }

  private byte[] manifest(String repository, String tag) {
    byte[] configuration =
        """
        {"architecture": "amd64", "os": "linux", "created": "2020-01-01T00:00:00Z",
        "config": {"Labels": {"tag": "%s/%s"}}, "rootfs": {"type": "layers", "diff_ids": []}}
        """
            .formatted(repository, tag)
            .getBytes(UTF_8);
    byte[] manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s", "layers": [],
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "%s", "size": %d}}
        """
            .formatted(MANIFEST, kept(configuration), configuration.length)
            .getBytes(UTF_8);
    String _ = kept(manifest);
    return manifest;
  }

  private String kept(byte[] content) {
    String digest = digest(content);
    contents.putIfAbsent(digest, content);
    return digest;
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Map<String, String> query(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
      }
    }
    return parameters;
  }

  @Override
  public void close() {
    server.close();
    telling.shutdownNow();
    client.shutdownNow();
  }
}
