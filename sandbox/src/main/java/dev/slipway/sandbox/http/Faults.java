package dev.slipway.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How a test makes a stand-in misbehave: answers that fail, connections cut off, slowness. */
public final class Faults {
  private record Fault(int status, Duration retryAfter) {}

  private static final int CUT_OFF = 0;

  private final IntFunction<String> bodies;
  private final Deque<Fault> planned = new ArrayDeque<>();
  private @Nullable Fault lasting;
  private Predicate<HttpExchange> lastingFor = _ -> true;
  private volatile Duration delay = Duration.ZERO;

  /**
   * Faults whose JSON body depends on the status.
   *
   * @param bodies the outside system's own way to say what is wrong
   */
  public Faults(IntFunction<String> bodies) {
    this.bodies = bodies;
  }

  /**
   * The next requests fail, whatever they ask.
   *
   * @param retryAfter sent as a header in whole seconds; zero for none
   */
  public synchronized void failNext(int status, int times, Duration retryAfter) {
    for (int i = 0; i < times; i++) {
      planned.addLast(new Fault(status, retryAfter));
    }
  }

  /** Every request of these fails, until {@link #recover}. */
  public synchronized void failUntilRecovery(
      int status, Duration retryAfter, Predicate<HttpExchange> which) {
    lasting = new Fault(status, retryAfter);
    lastingFor = which;
  }

  /** The next requests get no answer: their connection is closed. */
  public synchronized void cutOffNext(int times) {
    failNext(CUT_OFF, times, Duration.ZERO);
  }

  /** Every request from now on is answered that much later. */
  public void slowDown(Duration perRequest) {
    delay = perRequest;
  }

  /** Back to normal. */
  public synchronized void recover() {
    planned.clear();
    lasting = null;
    delay = Duration.ZERO;
  }

  /** A handler that misbehaves as planned and otherwise does as the given one. */
  public HttpHandler before(HttpHandler next) {
    return exchange -> {
      waitAWhile();
      Fault fault = take(exchange);
      if (fault == null) {
        next.handle(exchange);
      } else if (fault.status() != CUT_OFF) {
        answer(exchange, fault);
      }
    };
  }

  private void answer(HttpExchange exchange, Fault fault) throws IOException {
    if (fault.retryAfter().isPositive()) {
      exchange
          .getResponseHeaders()
          .set("Retry-After", Long.toString(fault.retryAfter().toSeconds()));
    }
    Answers.json(exchange, fault.status(), bodies.apply(fault.status()));
  }

  private synchronized @Nullable Fault take(HttpExchange exchange) {
    Fault next = planned.pollFirst();
    return next != null || !lastingFor.test(exchange) ? next : lasting;
  }

  private void waitAWhile() throws IOException {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while being slow on purpose", e);
    }
  }
}
