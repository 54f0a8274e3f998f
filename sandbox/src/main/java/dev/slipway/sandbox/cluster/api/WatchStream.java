package dev.slipway.sandbox.cluster.api;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Change;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One watch: the changes of the selected objects, a JSON line each, until it times out. */
final class WatchStream {
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(30);
  private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

  private final ObjectStore store;
  private final Clock clock;
  private final ApiRequest request;
  private final Selection selection;
  private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
  private long seen;

  WatchStream(ObjectStore store, Clock clock, ApiRequest request, Selection selection) {
    this.store = store;
    this.clock = clock;
    this.request = request;
    this.selection = selection;
  }

  void run() throws IOException {
    HttpExchange exchange = request.exchange();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    Consumer<Change> listener = changes::add;
    try (OutputStream out = exchange.getResponseBody()) {
      if (begin(listener, out)) {
        follow(out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      store.stopListening(listener);
    }
  }

  /** Past changes when a version is named; otherwise the objects as they are, as if just added. */
  private boolean begin(Consumer<Change> listener, OutputStream out) throws IOException {
    String version = request.query("resourceVersion");
    boolean initialEvents = request.asks("sendInitialEvents");
    boolean fromNow = version.isEmpty() || version.equals("0") || initialEvents;
    List<KubeObject> initial = new ArrayList<>();
    try {
      store.together(
          () -> {
            if (fromNow) {
              store.list(selection.kind(), selection.namespace()).stream()
                  .filter(selection::includes)
                  .forEach(initial::add);
            }
            seen = fromNow ? store.resourceVersion() : parse(version);
            store.listenSince(seen, listener);
            return seen;
          });
    } catch (ApiError expired) {
      line(out, "ERROR", expired.status());
      return false;
    }
    for (KubeObject object : initial) {
      line(out, "ADDED", shown(object));
    }
    if (initialEvents) {
      bookmark(out, true);
    }
    out.flush();
    return true;
  }

  private static long parse(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      throw ApiError.badRequest("invalid resource version: " + version);
    }
  }

  private void follow(OutputStream out) throws IOException, InterruptedException {
    String asked = request.query("timeoutSeconds");
    Duration length = asked.isEmpty() ? LONGEST : Duration.ofSeconds(Long.parseLong(asked));
    Instant end = clock.instant().plus(length);
    while (clock.instant().isBefore(end)) {
      Duration left = Duration.between(clock.instant(), end);
      Duration patience = left.compareTo(BOOKMARK_INTERVAL) < 0 ? left : BOOKMARK_INTERVAL;
      Change change = changes.poll(patience.toMillis() + 1, TimeUnit.MILLISECONDS);
      write(out, change);
      if (changes.isEmpty()) {
        out.flush();
      }
    }
  }

  private void write(OutputStream out, @Nullable Change change) throws IOException {
    if (change == null) {
      if (request.asks("allowWatchBookmarks")) {
        bookmark(out, false);
      }
      return;
    }
    seen = change.resourceVersion();
    boolean was = change.previous().filter(selection::includes).isPresent();
    boolean is = change.type() != Change.Type.DELETED && selection.includes(change.object());
    if (is) {
      line(out, was ? "MODIFIED" : "ADDED", shown(change.object()));
    } else if (was) {
      line(out, "DELETED", shown(change.object()));
    }
  }

  private void bookmark(OutputStream out, boolean endsInitialEvents) throws IOException {
    ObjectNode bookmark =
        Json.object()
            .put("kind", selection.kind().kind())
            .put("apiVersion", selection.kind().apiVersion());
    ObjectNode metadata = bookmark.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(seen));
    if (endsInitialEvents) {
      metadata.putObject("annotations").put(INITIAL_EVENTS_END, "true");
    }
    line(out, "BOOKMARK", bookmark);
  }

  private JsonNode shown(KubeObject object) {
    return Presentation.asked(request).one(object.in(selection.kind()), request, clock);
  }

  private static void line(OutputStream out, String type, JsonNode object) throws IOException {
    ObjectNode event = Json.object().put("type", type);
    event.set("object", object);
    out.write(Json.write(event));
    out.write('\n');
  }
}
