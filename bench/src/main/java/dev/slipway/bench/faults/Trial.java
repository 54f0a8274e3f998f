package dev.slipway.bench.faults;

import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.OwnSlipway;
import dev.slipway.sandbox.registry.ImagePusher;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.KafkaException;

/** One run: pushes under faults, the time it takes to settle, and what was seen. */
final class Trial implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final OwnSlipway slipway;
  private final Random random;
  private final Duration killEvery;
  private final List<String> scaled;
  private final PrintStream people;
  private final ClusterRecorder cluster;
  private final GitHistory git;
  private final EventLog log;
  private final Instant began = Instant.now();

  /**
   * Looks at the sandbox from now on.
   *
   * @param killEvery zero: nothing is killed
   * @param scaled the services that are scaled meanwhile
   */
  Trial(
      OwnSlipway slipway,
      Random random,
      Duration killEvery,
      List<String> scaled,
      PrintStream people) {
    this.scaled = scaled;
    this.slipway = slipway;
    this.random = random;
    this.killEvery = killEvery;
    this.people = people;
    this.cluster = new ClusterRecorder(slipway.running().kubeconfig());
    this.git = new GitHistory(slipway.running().gitDirectory(), slipway.running().gitBranch());
    this.log = new EventLog(slipway.running().kafka());
  }

  Report run(int count, Duration every, Duration patience, long seed) throws InterruptedException {
    Pushes pushes = new Pushes(ImagePusher.to(slipway.running().registry()), began);
    pushes.first();
    say("waiting until every environment runs what it begins with");
    List<String> begin = awaitSettled(List.of(), patience);
    if (!begin.isEmpty()) {
      throw new BenchException("the sandbox does not get to a start: " + begin);
    }
    say("pushing, and killing");
    Jobs jobs =
        new Jobs(URI.create(slipway.running().named("SLIPWAY_QUEUES")), new Random(seed + 1));
    List<Fault> faults;
    int rounds;
    Instant lastPush;
    int most = (int) (killEvery.toMillis() * 3 / 2);
    try (Scaling scaling = new Scaling(slipway, scaled, this::say);
        Faults killing =
            new Faults(
                slipway,
                scaled,
                random,
                most / 3,
                most,
                fault -> say("killed " + fault.process()))) {
      while (pushes.done().size() < count || !scaling.isDone()) {
        Push _ = pushes.next();
        Thread.sleep(every);
      }
      lastPush = Instant.now();
      faults = killing.done();
      rounds = scaling.rounds();
    } finally {
      jobs.end();
    }
    say("no more pushes and kills; waiting until it settles");
    List<String> unsettled = awaitSettled(pushes.done(), patience);
    Duration settling = Duration.between(lastPush, Instant.now());
    awaitQuiet(patience);
    Evidence evidence =
        new Evidence(
            pushes.done(),
            unsettled,
            git.changes(),
            log.read(),
            cluster.templates(),
            cluster.pods(),
            jobs.held(),
            deaths(faults));
    return new Report(
        seed,
        pushes.done().size(),
        Duration.between(began, lastPush),
        faults,
        scaled,
        rounds,
        settling,
        Checks.of(evidence));
  }

  private List<String> deaths(List<Fault> faults) {
    return new Ends(slipway.ended(), faults)
        .deaths().stream()
            .map(
                end ->
                    "%s ended with code %d, not killed; the end of its log: %s"
                        .formatted(
                            end.name(),
                            end.code(),
                            String.join(" | ", slipway.lastWords(end.name()))))
            .toList();
  }

  private List<String> awaitSettled(List<Push> pushes, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<String> said = List.of();
    while (true) {
      List<String> unsettled = unsettled(pushes);
      if (unsettled.isEmpty() || System.nanoTime() > deadline) {
        return unsettled;
      }
      if (!unsettled.equals(said)) {
        said = unsettled;
        say("not yet: " + unsettled.getFirst() + more(unsettled.size() - 1));
      }
      Thread.sleep(LOOK);
    }
  }

  private static String more(int others) {
    return others == 0 ? "" : ", and " + others + " more";
  }

  private List<String> unsettled(List<Push> pushes) {
    Map<String, Push> newest = new HashMap<>();
    pushes.forEach(push -> newest.put(push.application(), push));
    Map<GitHistory.Place, String> head = git.head();
    List<String> unsettled = new ArrayList<>();
    for (String environment : FaultsRepository.ENVIRONMENTS) {
      for (String application : FaultsRepository.APPLICATIONS) {
        Push push = newest.get(application);
        String tag = push == null ? FaultsRepository.FIRST_TAG : push.tag();
        var place = new GitHistory.Place(environment, application);
        if (!tag.equals(head.get(place))) {
          unsettled.add("Git gives " + place + " " + head.get(place) + ", not " + tag);
        } else if (!cluster.runs(environment, application, tag)) {
          unsettled.add(place + " does not run " + tag);
        }
      }
    }
    Push moved = newest.get(FaultsRepository.MOVING);
    if (moved != null
        && !cluster.runsDigest(FaultsRepository.MOVING, FaultsRepository.MOVING, moved.digest())) {
      unsettled.add(FaultsRepository.MOVING + " does not run " + moved.digest());
    }
    return unsettled;
  }

  /** What the last rollouts say may come a little later. */
  private void awaitQuiet(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long length = -1;
    long since = System.nanoTime();
    while (System.nanoTime() < deadline && System.nanoTime() - since < QUIET.toNanos()) {
      long now = length();
      if (now != length) {
        length = now;
        since = System.nanoTime();
      }
      Thread.sleep(LOOK);
    }
  }

  private long length() {
    try {
      return log.length();
    } catch (KafkaException beingStarted) {
      return -1;
    }
  }

  private void say(String what) {
    Duration since = Duration.between(began, Instant.now());
    people.printf("  %6.1f s  %s%n", since.toMillis() / 1000.0, what);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
