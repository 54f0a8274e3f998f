package dev.slipway.applier;

import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Many small requests at once, but not too many: more only queue up in the API server. */
public final class Concurrently {
  private static final int AT_ONCE = 8;
  private static final int SHOWN = 5;

  private Concurrently() {}

  /** One request. */
  @FunctionalInterface
  public interface Request<T, R> {
    R send(T item) throws InterruptedException;
  }

  /**
   * The answers in the items' order.
   *
   * @throws RefusedException that tells of every refusal, once all requests are through
   * @throws UnavailableException where one failed for now
   */
  public static <T, R> List<R> map(List<T> items, Request<T, R> request)
      throws InterruptedException {
    return map(items, () -> true, request);
  }

  /**
   * As {@link #map(List, Request)}; asks before each request whether it may be sent, on the calling
   * thread.
   *
   * @return fewer answers than items where it may not
   */
  public static <T, R> List<R> map(List<T> items, BooleanSupplier may, Request<T, R> request)
      throws InterruptedException {
    if (items.size() == 1) {
      return may.getAsBoolean() ? List.of(request.send(items.getFirst())) : List.of();
    }
    List<Future<R>> sent = new ArrayList<>();
    Semaphore free = new Semaphore(AT_ONCE);
    AtomicBoolean outage = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (T item : items) {
          free.acquire();
          if (outage.get() || !may.getAsBoolean()) {
            break;
          }
          sent.add(
              threads.submit(
                  () -> {
                    try {
                      return request.send(item);
                    } catch (RefusedException e) {
                      throw e; // People want to read of all of them.
                    } catch (RuntimeException e) {
                      outage.set(true);
                      throw e;
                    } finally {
                      free.release();
                    }
                  }));
        }
        return answers(sent);
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      }
    }
  }

  private static <R> List<R> answers(List<Future<R>> sent) throws InterruptedException {
    List<R> answers = new ArrayList<>();
    List<RefusedException> refusals = new ArrayList<>();
    for (Future<R> future : sent) {
      try {
        answers.add(future.get());
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case RefusedException refusal -> refusals.add(refusal);
          case RuntimeException other -> throw other;
          case InterruptedException interrupted -> throw interrupted;
          case null, default -> throw new IllegalStateException(e);
        }
      } catch (CancellationException e) {
        throw new IllegalStateException(e);
      }
    }
    if (!refusals.isEmpty()) {
      throw together(refusals);
    }
    return answers;
  }

  private static RefusedException together(List<RefusedException> refusals) {
    RefusedException first = refusals.getFirst();
    if (refusals.size() == 1) {
      return first;
    }
    RolloutFailure reason = first.reason();
    String more = refusals.size() > SHOWN ? "\nand " + (refusals.size() - SHOWN) + " more" : "";
    return new RefusedException(
        reason,
        refusals.stream().limit(SHOWN).map(Throwable::getMessage).collect(Collectors.joining("\n"))
            + more,
        first);
  }
}
