package dev.slipway.writer;

import dev.slipway.events.value.EventId;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Next;
import dev.slipway.writer.configuration.CommitTemplate;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps Git branches as they are desired: follows their configuration, decides about versions and
 * requests, commits, and tells what the log says. One branch is one key.
 */
public final class BranchWriter implements KeyedService<BranchState> {
  private final TrackedBranches branches;
  private final Function<Tracked, Branch> remote;
  private final Function<Tracked, Optional<PullRequests>> hosts;
  private final Configuration configuration;
  private final Clock clock;
  private final Duration pollInterval;
  private final CommitTemplate template;
  private final Map<String, BranchSession> sessions = new ConcurrentHashMap<>();
  private final Intake intake;

  /**
   * A writer of these branches.
   *
   * @param remote opens a branch; the session of a key keeps it
   * @param hosts of pull requests; empty where a repository's settings name none
   * @param pollInterval how often a branch is looked at where nobody tells of pushes
   * @param template how its commits are worded
   */
  public BranchWriter(
      TrackedBranches branches,
      Function<Tracked, Branch> remote,
      Function<Tracked, Optional<PullRequests>> hosts,
      Configuration configuration,
      Clock clock,
      Duration pollInterval,
      CommitTemplate template) {
    this.branches = branches;
    this.remote = remote;
    this.hosts = hosts;
    this.configuration = configuration;
    this.clock = clock;
    this.pollInterval = pollInterval;
    this.template = template;
    this.intake = new Intake(configuration);
  }

  @Override
  public Class<BranchState> stateType() {
    return BranchState.class;
  }

  @Override
  public BranchState initialState(String key) {
    return BranchState.EMPTY;
  }

  @Override
  public BranchState record(String key, BranchState state, Delivery delivery) {
    return intake.note(state, delivery.envelope());
  }

  @Override
  public BranchState recordNotice(String key, BranchState state, EventId id, String text) {
    return state.withInbox(Inbox::noticingPush);
  }

  @Override
  public Set<String> standingKeys(Configuration view) {
    return branches.all(view).keySet();
  }

  @Override
  public Next work(KeyContext<BranchState> context) throws InterruptedException {
    Tracked tracked = branches.all(configuration).get(context.key());
    if (tracked == null) {
      sessions.remove(context.key());
      return Next.whenChanged();
    }
    return sessions
        .computeIfAbsent(context.key(), _ -> session(tracked))
        .work(context, configuration);
  }

  private BranchSession session(Tracked tracked) {
    return new BranchSession(
        tracked,
        remote.apply(tracked),
        hosts.apply(tracked).orElse(null),
        clock,
        pollInterval,
        template);
  }
}
