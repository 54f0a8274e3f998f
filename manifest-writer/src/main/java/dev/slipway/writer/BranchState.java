package dev.slipway.writer;

import dev.slipway.events.value.EventId;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the writer keeps of one branch. Git holds the rest: what is desired, and who changed it.
 *
 * @param log how far the branch's log was read, and what was told of it
 * @param configuration which {@code slipway.yaml} is followed
 * @param inbox what arrived and is not decided yet
 * @param proofs which versions succeeded where
 * @param tags what is known of tags beyond their names
 * @param choices which versions are kept from coming back by themselves
 */
public record BranchState(
    LogState log,
    FollowedFile configuration,
    Inbox inbox,
    Proofs proofs,
    KnownTags tags,
    Choices choices) {

  static final BranchState EMPTY =
      new BranchState(
          LogState.UNREAD,
          FollowedFile.NONE,
          Inbox.EMPTY,
          Proofs.NONE,
          KnownTags.NONE,
          Choices.NONE);

  BranchState withLog(LogState next) {
    return new BranchState(next, configuration, inbox, proofs, tags, choices);
  }

  BranchState withConfiguration(FollowedFile next) {
    return new BranchState(log, next, inbox, proofs, tags, choices);
  }

  BranchState withInbox(UnaryOperator<Inbox> change) {
    return new BranchState(log, configuration, change.apply(inbox), proofs, tags, choices);
  }

  BranchState withProofs(Proofs next) {
    return new BranchState(log, configuration, inbox, next, tags, choices);
  }

  BranchState withTags(KnownTags next) {
    return new BranchState(log, configuration, inbox, proofs, next, choices);
  }

  BranchState withChoices(Choices next) {
    return new BranchState(log, configuration, inbox, proofs, tags, next);
  }

  /** Without what was decided. */
  BranchState without(Set<EventId> decided) {
    return withInbox(open -> open.without(decided));
  }
}
