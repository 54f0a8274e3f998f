package dev.slipway.writer;

import dev.slipway.events.value.EventId;
import java.util.HashMap;
import java.util.Map;
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
 * @param proposals by their branch: what people are asked to merge
 */
public record BranchState(
    LogState log,
    FollowedFile configuration,
    Inbox inbox,
    Proofs proofs,
    KnownTags tags,
    Choices choices,
    Map<String, Proposal> proposals) {

  // What was written before there were any has none.
  @SuppressWarnings("ConstantValue")
  public BranchState {
    proposals = proposals == null ? Map.of() : Map.copyOf(proposals);
  }

  static final BranchState EMPTY =
      new BranchState(
          LogState.UNREAD,
          FollowedFile.NONE,
          Inbox.EMPTY,
          Proofs.NONE,
          KnownTags.NONE,
          Choices.NONE,
          Map.of());

  BranchState withLog(LogState next) {
    return new BranchState(next, configuration, inbox, proofs, tags, choices, proposals);
  }

  BranchState withConfiguration(FollowedFile next) {
    return new BranchState(log, next, inbox, proofs, tags, choices, proposals);
  }

  BranchState withInbox(UnaryOperator<Inbox> change) {
    return new BranchState(
        log, configuration, change.apply(inbox), proofs, tags, choices, proposals);
  }

  BranchState withProofs(Proofs next) {
    return new BranchState(log, configuration, inbox, next, tags, choices, proposals);
  }

  BranchState withTags(KnownTags next) {
    return new BranchState(log, configuration, inbox, proofs, next, choices, proposals);
  }

  BranchState withChoices(Choices next) {
    return new BranchState(log, configuration, inbox, proofs, tags, next, proposals);
  }

  BranchState withProposal(String branch, Proposal proposal) {
    Map<String, Proposal> more = new HashMap<>(proposals);
    more.put(branch, proposal);
    return new BranchState(log, configuration, inbox, proofs, tags, choices, more);
  }

  BranchState withoutProposal(String branch) {
    Map<String, Proposal> fewer = new HashMap<>(proposals);
    fewer.remove(branch);
    return new BranchState(log, configuration, inbox, proofs, tags, choices, fewer);
  }

  /** Without what was decided. */
  BranchState without(Set<EventId> decided) {
    return withInbox(open -> open.without(decided));
  }
}
