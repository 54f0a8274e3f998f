package dev.slipway.applier;

import dev.slipway.applier.environment.Answers;
import dev.slipway.applier.environment.EnvironmentApplier;
import dev.slipway.applier.render.Rendering;
import dev.slipway.applier.rollout.RolloutMonitor.Limits;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DiffReported;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.testing.FakeConfiguration;
import dev.slipway.messaging.testing.RecordingPublisher;
import dev.slipway.messaging.testing.ServiceHarness;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An applier of one environment, and everything that a test of it needs. */
final class Applying {
  static final Actor ANNA = new Actor("anna");
  static final Limits PATIENT = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(120));

  final RecordingPublisher publisher = new RecordingPublisher();
  final FakeConfiguration configuration = new FakeConfiguration();
  final List<String> outcomes = new ArrayList<>();
  final List<String> measured = new ArrayList<>();

  /** In whose names clusters were asked for. */
  final List<String> accounts = new ArrayList<>();

  private final SourceRepository source;
  private final Clusters clusters;
  private Renderer renderer = Rendering.renderer(List.of());
  private Limits limits = PATIENT;
  private ClusterScope scope = ClusterScope.EVERYTHING;
  private Duration patience = Answers.PATIENCE;
  private LongSupplier nanoTime = System::nanoTime;
  private Clock clock = Clock.systemUTC();
  private Environment environment;
  private ServiceHarness<ApplierState> harness;

  Applying(GitRepository repository, SourceRepository source, Cluster cluster, String name) {
    this.source = source;
    this.clusters =
        new Clusters() {
          @Override
          public Optional<Cluster> find(String wanted) {
            return wanted.equals("unknown") ? Optional.empty() : Optional.of(cluster);
          }

          @Override
          public Optional<Cluster> findAs(String wanted, ServiceAccount account) {
            accounts.add(account.userName());
            return find(wanted);
          }
        };
    this.environment =
        new Environment(
            EnvironmentName.parse(name),
            repository,
            TestSource.BRANCH,
            "apps/dev",
            true,
            "main",
            name,
            List.of(),
            null,
            null,
            true,
            null);
    configuration.put(environment);
    this.harness = new ServiceHarness<>(instance(), publisher, configuration);
  }

  private EnvironmentApplier instance() {
    return new EnvironmentApplier(
        new Stand(
            source,
            renderer,
            clusters,
            limits,
            new Outcomes() {
              @Override
              public void count(String result, String reason) {
                outcomes.add(result + " " + reason);
              }

              @Override
              public void reached(String stage, EnvironmentName name, Duration sinceCause) {
                measured.add(stage + " " + name + " after " + sinceCause.toHours() + " h");
              }
            },
            clock,
            nanoTime),
        scope,
        patience);
  }

  Applying renderer(Renderer value) {
    renderer = value;
    restart();
    return this;
  }

  Applying limits(Limits value) {
    limits = value;
    restart();
    return this;
  }

  Applying confinedTo(String... only) {
    scope = new ClusterScope(Set.of(only));
    restart();
    return this;
  }

  /** How long a question waits for what does not answer. */
  Applying patience(Duration value) {
    patience = value;
    restart();
    return this;
  }

  Applying nanoTime(LongSupplier value) {
    nanoTime = value;
    restart();
    return this;
  }

  Applying clock(Clock value) {
    clock = value;
    restart();
    return this;
  }

  /** Another instance takes over: only state and cluster are left. */
  void restart() {
    harness = harness.restart(instance());
  }

  Environment environment() {
    return environment;
  }

  void declare(Environment changed) {
    environment = changed;
    configuration.put(changed);
  }

  void create(boolean create) {
    declare(
        new Environment(
            environment.name(),
            environment.source(),
            environment.branch(),
            environment.path(),
            true,
            environment.cluster(),
            environment.namespace(),
            List.of(),
            null,
            environment.guard(),
            create,
            environment.formerly()));
  }

  void moveTo(String cluster) {
    declare(
        new Environment(
            environment.name(),
            environment.source(),
            environment.branch(),
            environment.path(),
            true,
            cluster,
            environment.namespace(),
            List.of(),
            null,
            environment.guard(),
            environment.create(),
            environment.formerly()));
  }

  void rules(ApplyRules rules) {
    declare(
        new Environment(
            environment.name(),
            environment.source(),
            environment.branch(),
            environment.path(),
            true,
            environment.cluster(),
            environment.namespace(),
            List.of(),
            null,
            environment.guard(),
            environment.create(),
            environment.formerly(),
            environment.onFailure(),
            environment.heldBecause(),
            rules));
  }

  void guarded() {
    declare(
        new Environment(
            environment.name(),
            environment.source(),
            environment.branch(),
            environment.path(),
            true,
            environment.cluster(),
            environment.namespace(),
            List.of(),
            null,
            new Guard(List.of(), Duration.ZERO),
            true,
            null));
  }

  Revision revision(GitRevision commit, long position, Restart... restarts) {
    return new Revision(
        environment.name(),
        new Sequence(1, position, restarts.length),
        environment.source(),
        environment.branch(),
        commit,
        List.of(),
        Arrays.asList(restarts),
        0);
  }

  /** Delivers it as cleared, once and for all. */
  EventEnvelope<RevisionCleared> clear(Revision revision) {
    return deliver(new RevisionCleared(revision, Clearance.FINAL, null, List.of(), null));
  }

  EventEnvelope<RevisionCleared> prepare(Revision revision) {
    return deliver(new RevisionCleared(revision, Clearance.PREPARE, null, List.of(), null));
  }

  EventEnvelope<RevisionCleared> grant(Revision revision, EventId question) {
    return deliver(new RevisionCleared(revision, Clearance.GRANTED, question, List.of(), null));
  }

  <E extends Event> EventEnvelope<E> deliver(E event) {
    return harness.deliver(environment.name().toString(), event);
  }

  void redeliver(EventEnvelope<?> envelope) {
    harness.deliver(environment.name().toString(), envelope);
  }

  ServiceHarness<ApplierState> harness() {
    return harness;
  }

  ApplierState state() {
    return harness.state(environment.name().toString());
  }

  Next work() throws InterruptedException {
    return harness.work(environment.name().toString());
  }

  /** Clears it and works until there is nothing more to do. */
  void apply(Revision revision) throws InterruptedException {
    clear(revision);
    work();
  }

  <E extends Event> List<E> events(Class<E> type) {
    return publisher.events(type);
  }

  <E extends Event> E last(Class<E> type) {
    List<E> events = events(type);
    if (events.isEmpty()) {
      throw new AssertionError(
          "no " + type.getSimpleName() + " was published, but " + publisher.published());
    }
    return events.getLast();
  }

  /**
   * Asks, and works until it is answered, and once more where the worker wants to go on at once.
   */
  <E extends ReportEvent> E ask(RequestEvent request, Class<E> answer) throws InterruptedException {
    EventEnvelope<?> asked = deliver(request);
    if (work().equals(Next.after(Duration.ZERO))) {
      work();
    }
    return publisher.published().stream()
        .filter(told -> asked.id().equals(told.causationId()))
        .map(EventEnvelope::event)
        .filter(answer::isInstance)
        .map(answer::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no answer, but " + publisher.published()));
  }

  DiffReported diff(@Nullable GitRevision commit) throws InterruptedException {
    return ask(new DiffRequested(environment.name(), commit, ANNA), DiffReported.class);
  }

  /** The id of the last question to the guard. */
  EventId question() {
    return publisher.published().stream()
        .filter(e -> e.event() instanceof ClearanceRequested)
        .reduce((first, second) -> second)
        .orElseThrow()
        .id();
  }
}
