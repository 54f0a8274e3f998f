package dev.slipway.bench.scale;

import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.EventSender;
import dev.slipway.bench.running.TemporaryFolder;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.Subscription;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Sequence;
import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The notifier tells many webhooks of rollouts: one message for each event and receiver. */
final class MessageWork implements Work {
  private static final int RECEIVERS = 24;
  private static final int EVENTS = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final TemporaryFolder folder = TemporaryFolder.make("messages");
  private final AtomicInteger received = new AtomicInteger();
  private final LoopbackServer server;
  private @Nullable EventSender sender;

  MessageWork() {
    server =
        LoopbackServer.start(
            "webhooks",
            0,
            exchange -> {
              long _ =
                  exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
              int _ = received.incrementAndGet();
              Answers.text(exchange, 200, "");
            });
  }

  @Override
  public String service() {
    return "notifier";
  }

  @Override
  public String unit() {
    return "messages to " + RECEIVERS + " receivers";
  }

  @Override
  public int size() {
    return RECEIVERS * EVENTS;
  }

  @Override
  public List<String> settings(Path own) {
    List<String> settings = new ArrayList<>();
    for (int i = 0; i < RECEIVERS; i++) {
      String receiver = "--slipway.notifier.receivers." + name(i);
      settings.add(receiver + ".type=webhook");
      settings.add(receiver + ".url-file=" + address(i));
    }
    return settings;
  }

  private Path address(int number) {
    try {
      return Files.writeString(
          folder.path().resolve(name(number)), server.uri() + "/" + number + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a receiver's address", e);
    }
  }

  private static String name(int number) {
    return "receiver-" + number;
  }

  @Override
  public void begin(String kafka, EventSender given) throws InterruptedException {
    sender = given;
    long _ = Environments.declare(given, 1, Environments.NO_SOURCE);
    List<EventSender.Told> subscriptions = new ArrayList<>();
    for (int i = 0; i < RECEIVERS; i++) {
      subscriptions.add(
          new EventSender.Told(
              EventId.random(),
              new Subscription(
                  Environments.NO_SOURCE,
                  i,
                  name(i),
                  null,
                  Set.of(),
                  Set.of("rollout-succeeded"))));
    }
    long _ = given.send(subscriptions);
    // An event that comes before the subscriptions are read concerns nobody.
    TimeUnit.SECONDS.sleep(2);
  }

  @Override
  public long pile(int number) throws InterruptedException {
    int before = received.get();
    List<EventSender.Told> pile = new ArrayList<>();
    for (int i = 1; i <= EVENTS; i++) {
      pile.add(
          new EventSender.Told(
              EventId.random(),
              new RolloutSucceeded(
                  Environments.name(0),
                  new Sequence(number, i, 0),
                  GitRevision.parse("%040x".formatted(i)),
                  List.of(),
                  List.of(),
                  Duration.ofSeconds(1))));
    }
    long _ = Begun.of(sender).send(pile);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (received.get() - before < size()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            "only %d of %d messages came".formatted(received.get() - before, size()));
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    return System.nanoTime();
  }

  @Override
  public void close() {
    server.close();
    folder.close();
  }
}
