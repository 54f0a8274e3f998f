package dev.slipway.writer;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.KeyContext;
import dev.slipway.writer.PullRequests.PullRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one open pull request per branch of ours as it should be. What was pushed is noted before
 * the host is asked, and a request is found again by its branch: after a crash there is never a
 * second one.
 */
final class Proposer {
  private static final Logger LOG = LoggerFactory.getLogger(Proposer.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration AGAIN_WHEN_MENDED = Duration.ofMinutes(1);

  private final Branch branch;
  private final PullRequests host;
  private final Clock clock;
  private final Set<EventId> told = new LinkedHashSet<>();
  private long notBeforeNanos = System.nanoTime();

  Proposer(Branch branch, PullRequests host, Clock clock) {
    this.branch = branch;
    this.host = host;
    this.clock = clock;
  }

  /** How long the host wants to be left alone. */
  Duration rest() {
    Duration rest = Duration.ofNanos(notBeforeNanos - System.nanoTime());
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  /**
   * Makes the host's requests what is wished for. Nothing that the host does or refuses keeps
   * others waiting: it is said, and tried again later.
   *
   * @param looks whether to ask what people did with requests that need no change
   * @return whether it must be decided anew: people merged or closed something
   */
  boolean converge(
      KeyContext<BranchState> context, List<Wish> wishes, GitRevision base, boolean looks) {
    Map<String, Optional<Wish>> all = new LinkedHashMap<>();
    context.state().proposals().keySet().forEach(name -> all.put(name, Optional.empty()));
    wishes.forEach(wish -> all.put(wish.branch().value(), Optional.of(wish)));
    boolean anew = false;
    for (var each : all.entrySet()) {
      if (!rest().isZero()) {
        break;
      }
      try {
        anew |= converge(context, each.getKey(), each.getValue(), base, looks);
      } catch (GitException e) {
        refused(context, each.getValue(), e);
      }
    }
    return anew;
  }

  private boolean converge(
      KeyContext<BranchState> context,
      String name,
      Optional<Wish> wanted,
      GitRevision base,
      boolean looks) {
    Optional<Proposal> before = Optional.ofNullable(context.state().proposals().get(name));
    if (wanted.isEmpty()) {
      before.ifPresent(proposal -> withdraw(context, name, proposal));
      return false;
    }
    Wish wish = wanted.get();
    boolean same = before.filter(p -> p.content().equals(wish.content())).isPresent();
    boolean asked = before.map(Proposal::number).isPresent();
    if (same && asked && !looks) {
      return false;
    }
    if (before.isPresent()) {
      Optional<PullRequest> request = request(name, before.get());
      if (request.filter(r -> r.state() == PullRequests.State.CLOSED).isPresent()) {
        putAway(context, name, before.get(), request.get());
        return true;
      }
      if (request.filter(r -> r.state() == PullRequests.State.MERGED).isPresent()) {
        // The base did not have it yet when it was decided, or somebody took it back since.
        if (branch.fetch().equals(Optional.of(base))) {
          context.update(state -> state.withoutProposal(name));
        }
        return true;
      }
      if (same && asked) {
        return false;
      }
    }
    Proposal pushed = same ? before.orElseThrow() : push(context, wish, before, base);
    ask(context, wish, pushed);
    return false;
  }

  /** The host's side of what was pushed; a request of an earlier time is another's. */
  private Optional<PullRequest> request(String name, Proposal proposal) {
    Integer number = proposal.number();
    return number != null
        ? Optional.of(host.get(number))
        : host.newestOf(GitBranch.parse(name))
            .filter(found -> found.head().equals(proposal.head()));
  }

  private Proposal push(
      KeyContext<BranchState> context, Wish wish, Optional<Proposal> before, GitRevision base) {
    Optional<Commit> there = branch.ownBranch(wish.branch());
    if (there.isPresent() && !CommitMessage.isOurs(there.get())) {
      throw new GitException(
          GitException.Reason.REQUEST_REFUSED,
          wish.branch()
              + " holds a commit by "
              + there.get().author()
              + " ("
              + there.get().revision().abbreviated()
              + "), which is left alone: merge or close "
              + before.map(Proposal::address).orElse("its pull request")
              + ", or delete the branch");
    }
    GitRevision expected = there.map(Commit::revision).orElse(null);
    return switch (branch.replaceOwn(wish.branch(), base, expected, wish.draft())) {
      case Branch.Push.Done(GitRevision head) -> {
        Set<EventId> decisions = new LinkedHashSet<>();
        wish.causes().forEach(cause -> decisions.add(cause.decision()));
        Proposal pushed =
            new Proposal(
                wish.environment(),
                wish.content(),
                head,
                wish.updates(),
                decisions,
                before.map(Proposal::number).orElse(null),
                before.map(Proposal::address).orElse(null));
        context.update(state -> state.withProposal(wish.branch().value(), pushed));
        yield pushed;
      }
      case Branch.Push.Overtaken() ->
          throw new GitException(
              GitException.Reason.PUSH_RACE,
              "somebody else pushed to " + wish.branch() + " at the same time");
      case Branch.Push.Refused(String message) ->
          throw new GitException(
              GitException.Reason.REQUEST_REFUSED,
              "the Git host takes no push to "
                  + wish.branch()
                  + ": "
                  + message
                  + "; let this account push to slipway/**");
    };
  }

  private void ask(KeyContext<BranchState> context, Wish wish, Proposal pushed) {
    Optional<PullRequest> open =
        Optional.ofNullable(pushed.number())
            .map(host::get)
            .or(() -> host.newestOf(wish.branch()))
            .filter(request -> request.state() == PullRequests.State.OPEN);
    PullRequest request =
        open.orElseGet(() -> host.open(wish.branch(), wish.title(), wish.description()));
    if (open.isPresent()) {
      host.update(request.number(), wish.title(), wish.description());
    }
    publish(
        context,
        EventId.derive("proposed", wish.branch(), pushed.head()),
        new UpdateProposed(
            wish.environment(),
            request.address(),
            wish.title(),
            wish.branch(),
            pushed.number() == null,
            wish.updates()),
        wish.causes());
    context.update(state -> state.withProposal(wish.branch().value(), pushed.asRequest(request)));
  }

  /** People said no: these versions stay away until newer ones come. */
  private void putAway(
      KeyContext<BranchState> context, String name, Proposal proposal, PullRequest request) {
    String why =
        request.address()
            + " was closed without a merge: this version stays away from "
            + proposal.environment()
            + " until a newer one comes";
    for (ImageUpdate update : proposal.updates()) {
      decline(context, proposal.environment(), update, DeclineReason.REQUEST_CLOSED, why);
    }
    context.update(
        state -> {
          Choices choices = state.choices();
          for (ImageUpdate update : proposal.updates()) {
            choices =
                choices.with(
                    proposal.environment(),
                    update.name(),
                    Choice.ofRollback(Tag.parse(update.to())));
          }
          return state
              .withChoices(choices)
              .withoutProposal(name)
              .without(proposal.decisions())
              .withInbox(inbox -> withoutWaiting(inbox, proposal));
        });
  }

  private static Inbox withoutWaiting(Inbox inbox, Proposal proposal) {
    return inbox.withWaiting(
        inbox.waiting().stream()
            .filter(
                waiting ->
                    !waiting.environment().equals(proposal.environment())
                        || proposal.updates().stream()
                            .noneMatch(
                                update ->
                                    update.name().equals(waiting.image())
                                        && update
                                            .to()
                                            .equals(waiting.candidate().tag().toString())))
            .toList());
  }

  /** The base has it, or nobody wants it any more. */
  private void withdraw(KeyContext<BranchState> context, String name, Proposal proposal) {
    Optional<PullRequest> request = request(name, proposal);
    if (request.filter(r -> r.state() == PullRequests.State.OPEN).isPresent()) {
      String why =
          "Slipway closed this: the branch has these versions or newer ones, or they are no longer"
              + " wanted in "
              + proposal.environment();
      host.close(request.get().number(), why);
      for (ImageUpdate update : proposal.updates()) {
        decline(
            context,
            proposal.environment(),
            update,
            DeclineReason.REQUEST_CLOSED,
            request.get().address() + ": " + why);
      }
    }
    if (request.filter(r -> r.state() == PullRequests.State.CLOSED).isEmpty()) {
      branch.deleteOwn(GitBranch.parse(name), proposal.head());
    }
    context.update(state -> state.withoutProposal(name));
  }

  private void refused(KeyContext<BranchState> context, Optional<Wish> wish, GitException e) {
    boolean passes =
        switch (e.reason()) {
          case UNAVAILABLE, RATE_LIMITED, PUSH_RACE, LOCAL_COPY -> true;
          case UNAUTHORIZED, HOST_KEY, NOT_FOUND, PUSH_REJECTED, REQUEST_REFUSED -> false;
        };
    Duration rest = e.retryAfter().orElse(passes ? AGAIN : AGAIN_WHEN_MENDED);
    notBeforeNanos = System.nanoTime() + rest.toNanos();
    say(e, rest, passes);
    if (!passes) {
      for (Wish one : wish.stream().toList()) {
        for (ImageUpdate update : one.updates()) {
          decline(
              context,
              one.environment(),
              update,
              DeclineReason.REQUEST_FAILED,
              String.valueOf(e.getMessage()));
        }
      }
    }
  }

  /** What a person must mend is said once, though it is tried again and again. */
  private void say(GitException e, Duration rest, boolean passes) {
    if (passes) {
      LOG.atWarn()
          .addKeyValue("reason", e.kind())
          .addKeyValue("detail", e.getMessage())
          .addKeyValue("againAfter", rest)
          .log("a pull request waits for its host");
    } else if (told.add(EventId.derive("refused", String.valueOf(e.getMessage())))) {
      LOG.atError()
          .addKeyValue("reason", "pull-request-refused")
          .addKeyValue("kind", e.kind())
          .addKeyValue("detail", e.getMessage())
          .addKeyValue("againAfter", rest)
          .log("a pull request is not as it should be");
    }
  }

  private void decline(
      KeyContext<BranchState> context,
      EnvironmentName environment,
      ImageUpdate update,
      DeclineReason reason,
      String message) {
    var candidate = new ImageReference(update.repository(), Tag.parse(update.to()), null);
    var cause =
        new Cause(
            update.cause(), update.correlation(), update.traceparent(), update.causedAt(), null);
    publish(
        context,
        EventId.derive("not proposed", environment, update.name(), update.to(), reason, message),
        new UpdateDeclined(environment, update.name(), candidate, reason, message, null, null),
        Set.of(cause));
  }

  /** Once each, as long as this instance lives; under the same id ever after. */
  private void publish(
      KeyContext<BranchState> context, EventId id, Event event, Set<Cause> causes) {
    if (causes.isEmpty() || told.contains(id)) {
      return;
    }
    List<EventEnvelope<?>> envelopes = new ArrayList<>();
    envelopes.add(causes.iterator().next().causesAs(id, event, clock.instant()));
    context.publisher().publish(envelopes);
    told.add(id);
  }
}
