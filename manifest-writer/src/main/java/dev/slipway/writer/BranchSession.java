package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitRevision;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.Next;
import dev.slipway.writer.configuration.CommitTemplate;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import dev.slipway.writer.files.EnvironmentFiles;
import dev.slipway.writer.request.RequestDecider;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One branch while this instance works on it, with what may be forgotten: files read, last look.
 */
final class BranchSession {
  private static final int PUSH_ATTEMPTS = 10;
  private static final int ANNOUNCEMENTS_KEPT = 2_000;
  private static final Duration CONFIGURATION_IS_ON_ITS_WAY = Duration.ofMillis(20);

  private final Tracked tracked;
  private final Branch branch;
  private final Clock clock;
  private final Duration pollInterval;
  private final CommitTemplate template;
  private final EnvironmentFiles files = new EnvironmentFiles();
  private final Declarations declarations = new Declarations();
  private final @Nullable Proposer proposer;
  private final Set<EventId> announced = new LinkedHashSet<>();
  private final FluxObjects flux;
  private final PushFlow flow = new PushFlow(System::nanoTime);
  private @Nullable String readConfiguration;
  private RepositoryConfiguration configuration = RepositoryConfiguration.EMPTY;
  private long lookedAtPush = -1;
  private boolean lookedAgain;
  private long lookedAtNanos;
  private long lastPushNanos;

  /**
   * A session of that branch.
   *
   * @param host of its pull requests; absent where there is none
   */
  BranchSession(
      Tracked tracked,
      Branch branch,
      @Nullable PullRequests host,
      Clock clock,
      Duration pollInterval,
      CommitTemplate template) {
    this.proposer = host == null ? null : new Proposer(branch, host, clock);
    this.tracked = tracked;
    this.flux = new FluxObjects(tracked.repository(), tracked.branch(), host != null);
    this.branch = branch;
    this.clock = clock;
    this.pollInterval = pollInterval;
    this.template = template;
  }

  Next work(KeyContext<BranchState> context, Configuration view) throws InterruptedException {
    flow.gather(() -> context.state().inbox().candidates().size(), context::awaitChange);
    look(context);
    for (int attempt = 1; attempt <= PUSH_ATTEMPTS; attempt++) {
      Optional<GitRevision> head = branch.knownHead();
      if (head.isEmpty()) {
        throw new GitException(
            GitException.Reason.NOT_FOUND,
            tracked.repository()
                + " has no branch "
                + tracked.branch()
                + ": push it, or track another");
      }
      ConfigurationSync sync = sync(context, view);
      Snapshot snapshot = branch.snapshot(head.get());
      if (tracked.isDefault()) {
        followConfiguration(context, sync, snapshot, head.get());
      }
      RepositoryConfiguration configuration = configuration(context, sync, snapshot, view);
      if (tracked.isDefault() && !sync.isVisible(configuration)) {
        return Next.after(CONFIGURATION_IS_ON_ITS_WAY);
      }
      readLog(context, view, configuration, head.get());
      switch (decide(context, view, configuration, snapshot, head.get())) {
        case DONE -> {
          return Next.after(untilNext(context.state()));
        }
        case OVERTAKEN -> {
          letOthersPass(attempt);
          branch.fetch();
        }
        case AGAIN -> {
          // On the branch as it is now.
        }
      }
    }
    throw new GitException(
        GitException.Reason.PUSH_RACE,
        "others pushed to " + tracked.key() + " " + PUSH_ATTEMPTS + " times while we tried to");
  }

  private enum Outcome {
    DONE,
    /** Somebody else's push came between. */
    OVERTAKEN,
    /** What was decided changes what is to be decided. */
    AGAIN
  }

  /** Those who push at one pace would get in each other's way for ever. */
  private void letOthersPass(int attempt) throws InterruptedException {
    long most = Math.max(Duration.ofMillis(20).toNanos(), lastPushNanos) * attempt;
    Thread.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextLong(most)));
  }

  /** Asks the remote where somebody told of a push, or it is time. */
  private void look(KeyContext<BranchState> context) {
    long pushes = context.state().inbox().pushes();
    if (pushes != lookedAtPush || untilNextLook().isZero()) {
      branch.fetch();
      lookedAgain = true;
      lookedAtPush = pushes;
      lookedAtNanos = System.nanoTime();
    }
  }

  private Duration untilNextLook() {
    long since = System.nanoTime() - lookedAtNanos;
    Duration left = pollInterval.minusNanos(since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Until it is time to look, or something has waited long enough. */
  private Duration untilNext(BranchState state) {
    Duration look = untilNextLook();
    return CandidateDecider.next(state.inbox().waiting())
        .map(until -> Duration.between(clock.instant(), until))
        .map(left -> left.isNegative() ? Duration.ZERO : left)
        .filter(left -> left.compareTo(look) < 0)
        .orElseGet(() -> sooner(look));
  }

  /** The host of the pull requests wants to be left alone, for shorter than we would sleep. */
  private Duration sooner(Duration look) {
    Duration rest = proposer == null ? Duration.ZERO : proposer.rest();
    return rest.isZero() || rest.compareTo(look) > 0 ? look : rest;
  }

  /** The order restarts where the policy itself has changed. */
  private static Choices stillValid(
      Choices choices, RepositoryConfiguration before, RepositoryConfiguration after) {
    Choices valid = choices;
    for (Environment environment : after.environments()) {
      for (FollowedImage image : environment.follow()) {
        boolean changed =
            before.environments().stream()
                .filter(old -> old.name().equals(environment.name()))
                .flatMap(old -> old.follow().stream())
                .anyMatch(old -> old.name().equals(image.name()) && !old.equals(image));
        if (changed) {
          valid = valid.without(environment.name(), image.name());
        }
      }
    }
    return valid;
  }

  private void followConfiguration(
      KeyContext<BranchState> context,
      ConfigurationSync sync,
      Snapshot snapshot,
      GitRevision head) {
    BranchState before = context.state();
    FluxObjects.At now = flux.at(snapshot);
    BranchState after = sync.follow(before, snapshot, now, head);
    if (after.equals(before)) {
      flux.follow(now);
      return;
    }
    RepositoryConfiguration old = sync.good(before, snapshot, flux.followed().reading());
    RepositoryConfiguration good = sync.good(after, snapshot, now.reading());
    sync.askForImages(old, good, head);
    context.update(
        state ->
            state
                .withConfiguration(after.configuration())
                .withChoices(stillValid(state.choices(), old, good)));
    flux.follow(now);
  }

  private RepositoryConfiguration configuration(
      KeyContext<BranchState> context,
      ConfigurationSync sync,
      Snapshot snapshot,
      Configuration view) {
    if (tracked.isDefault()) {
      FluxObjects.At now = flux.at(snapshot);
      FollowedFile followed = context.state().configuration();
      String good = followed.good() + " " + now.id() + " " + followed.looked();
      if (!good.equals(readConfiguration)) {
        configuration = sync.good(context.state(), snapshot, now.reading());
        readConfiguration = good;
      }
      return configuration;
    }
    // Another branch's slipway.yaml is what the default branch's worker published.
    var published =
        new RepositoryConfiguration(
            view.watchedImages().stream()
                .filter(image -> image.source().equals(tracked.repository()))
                .toList(),
            List.of(),
            List.of(),
            List.of(),
            Set.of());
    if (!published.equals(configuration)) {
      configuration = published;
    }
    return configuration;
  }

  private void readLog(
      KeyContext<BranchState> context,
      Configuration view,
      RepositoryConfiguration configuration,
      GitRevision head) {
    RevisionLog log = log(view, configuration);
    BranchState before = context.state();
    RevisionLog.Reading reading = log.read(before, head, environments(view));
    context.publisher().publish(reading.events());
    Set<EventId> open = reading.state().inbox().open();
    Set<EventId> settled = before.inbox().open();
    settled.removeAll(open);
    if (!reading.state().equals(before)) {
      context.update(
          state ->
              state
                  .withLog(
                      reading
                          .state()
                          .log()
                          .withIssued(mergedIssued(state, before, reading.state().log().issued())))
                  .withChoices(reading.state().choices())
                  .without(settled));
    }
  }

  /** Restarts may be done, by a listener, while the log is read. */
  private static Map<String, Issued> mergedIssued(
      BranchState now, BranchState before, Map<String, Issued> read) {
    Map<String, Issued> merged = new HashMap<>(read);
    before
        .log()
        .issued()
        .forEach(
            (environment, old) -> {
              Issued current = now.log().issued().get(environment);
              if (current != null && !current.equals(old)) {
                List<EventId> done = new ArrayList<>();
                old.restarts().stream()
                    .filter(restart -> !current.restarts().contains(restart))
                    .forEach(restart -> done.add(restart.id()));
                merged.computeIfPresent(environment, (_, issued) -> issued.without(done));
              }
            });
    return merged;
  }

  /** Decides about everything that is open. */
  private Outcome decide(
      KeyContext<BranchState> context,
      Configuration view,
      RepositoryConfiguration configuration,
      Snapshot snapshot,
      GitRevision head) {
    BranchState state = context.state();
    if (state.inbox().isEmpty() && state.proposals().isEmpty()) {
      return Outcome.DONE;
    }
    Desk desk =
        Desk.of(snapshot, configuration, environments(view), view::environment, state, files);
    Plan plan = new Plan(clock.instant(), Pins.read(snapshot), state.choices(), desk::isProposed);
    RequestDecider requests = new RequestDecider(desk, plan);
    // A pin whose release waits for a merge must not keep out what is to be merged with it.
    List<Asked> asked = state.inbox().requests();
    asked.stream().filter(desk::unpinsProposed).forEach(requests::decide);
    new CandidateDecider(desk, plan).decide();
    asked.stream().filter(each -> !desk.unpinsProposed(each)).forEach(requests::decide);
    FailureDecider failures = new FailureDecider(desk, plan);
    state.inbox().failures().forEach(failures::decide);
    Wishes wishes = Wishes.of(desk, plan, wording(configuration));
    Optional<Draft> draft = wishes.direct();
    List<Wish> proposed = wishes.proposed();
    announce(context, plan);
    if (draft.isPresent()) {
      rememberBeforePush(context, plan);
      long began = System.nanoTime();
      Branch.Push push = branch.push(head, draft.get());
      lastPushNanos = System.nanoTime() - began;
      flow.committed();
      switch (push) {
        case Branch.Push.Overtaken() -> {
          return Outcome.OVERTAKEN;
        }
        case Branch.Push.Refused(String message) -> refused(context, plan, message);
        case Branch.Push.Done(GitRevision revision) ->
            readLog(context, view, configuration, revision);
      }
    }
    restart(context, view, configuration, plan);
    context.update(
        now -> {
          KnownTags tags = now.tags();
          for (var learned : plan.learned().entrySet()) {
            tags = tags.with(learned.getKey(), learned.getValue());
          }
          return now.without(plan.decided(proposed))
              .withInbox(inbox -> inbox.withWaiting(plan.waiting(proposed)))
              .withTags(tags)
              .withChoices(plan.choices());
        });
    if (proposer == null || (proposed.isEmpty() && state.proposals().isEmpty())) {
      return Outcome.DONE;
    }
    if (draft.isPresent()) {
      return Outcome.AGAIN;
    }
    boolean looks = lookedAgain;
    lookedAgain = false;
    return proposer.converge(context, proposed, head, looks) ? Outcome.AGAIN : Outcome.DONE;
  }

  /** What the repository says comes before what the service's settings say. */
  private CommitTemplate wording(RepositoryConfiguration configuration) {
    CommitTemplate own = configuration.commits();
    return own == null ? template : own;
  }

  /** Once each: what waits for a merge is decided again and again. */
  private void announce(KeyContext<BranchState> context, Plan plan) {
    List<EventEnvelope<?>> news =
        plan.announcements().stream().filter(event -> !announced.contains(event.id())).toList();
    context.publisher().publish(news);
    news.forEach(event -> announced.add(event.id()));
    while (announced.size() > ANNOUNCEMENTS_KEPT) {
      announced.remove(announced.iterator().next());
    }
  }

  /** Reading the log settles what was pushed; a crash before the end must not forget the rest. */
  private static void rememberBeforePush(KeyContext<BranchState> context, Plan plan) {
    BranchState before = context.state();
    List<Waiting> waiting = new ArrayList<>(plan.waiting());
    before.inbox().waiting().stream().filter(w -> !waiting.contains(w)).forEach(waiting::add);
    Choices choices = before.choices().and(plan.choices());
    if (!choices.equals(before.choices()) || waiting.size() > before.inbox().waiting().size()) {
      context.update(
          now -> now.withChoices(choices).withInbox(inbox -> inbox.withWaiting(waiting)));
    }
  }

  private void refused(KeyContext<BranchState> context, Plan plan, String message) {
    List<EventEnvelope<?>> declined = new ArrayList<>();
    for (Plan.Wanted wanted : plan.wanted()) {
      var event =
          new UpdateDeclined(
              wanted.environment(),
              wanted.image(),
              wanted.to(),
              DeclineReason.PUSH_REJECTED,
              "the Git host takes no push to " + tracked.branch() + ": " + message,
              null,
              null);
      declined.add(wanted.cause().causes(event, clock.instant(), "push rejected"));
    }
    context.publisher().publish(declined);
    throw new GitException(
        GitException.Reason.PUSH_REJECTED,
        "the Git host takes no push to " + tracked.key() + ": " + message);
  }

  private void restart(
      KeyContext<BranchState> context,
      Configuration view,
      RepositoryConfiguration configuration,
      Plan plan) {
    RevisionLog log = log(view, configuration);
    for (Plan.Restarting restarting : plan.restarts()) {
      String name = restarting.environment().toString();
      Issued last = context.state().log().issued().get(name);
      Optional<Environment> environment = view.environment(restarting.environment());
      if (last == null || environment.isEmpty() || last.restarts().contains(restarting.restart())) {
        continue;
      }
      Issued next = last.withRestart(restarting.restart());
      List<DesiredImage> images = log.images(context.state(), environment.get(), last.commit());
      var revision =
          log.revision(
              environment.get(),
              next.commit(),
              next.sequence(),
              images,
              next.restarts(),
              restarting.cause().told());
      context
          .publisher()
          .publish(
              restarting
                  .cause()
                  .causes(
                      new RestartDecided(revision, restarting.restart()),
                      clock.instant(),
                      restarting.restart().id()));
      context.update(
          state -> {
            Map<String, Issued> issued = new HashMap<>(state.log().issued());
            issued.put(name, next);
            return state.withLog(state.log().withIssued(issued));
          });
    }
  }

  private List<Environment> environments(Configuration view) {
    return view.environments().stream()
        .filter(e -> e.source().equals(tracked.repository()))
        .filter(e -> e.branch().equals(tracked.branch()))
        .toList();
  }

  private RevisionLog log(Configuration view, RepositoryConfiguration configuration) {
    return new RevisionLog(branch, view, configuration, files, declarations, clock.instant());
  }

  private ConfigurationSync sync(KeyContext<BranchState> context, Configuration view) {
    return new ConfigurationSync(
        tracked.repository(), tracked.branch(), view, context.publisher(), clock, proposer != null);
  }
}
