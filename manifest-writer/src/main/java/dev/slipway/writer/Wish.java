package dev.slipway.writer;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.ImageUpdate;
import java.util.List;
import java.util.Set;

/**
 * A commit that people are asked to merge, as it should be by now.
 *
 * @param branch of ours, which holds it
 * @param updates that it brings; none where it changes pins alone
 * @param causes of the decisions that it carries out
 * @param changes a line for each changed value, and why, for people
 * @param content stands for what it changes, and in which files: equal, where there is no need to
 *     push it again though the base has moved on
 */
record Wish(
    GitBranch branch,
    EnvironmentName environment,
    Draft draft,
    List<ImageUpdate> updates,
    Set<Cause> causes,
    String changes,
    EventId content) {
  Wish {
    updates = List.copyOf(updates);
    causes = Set.copyOf(causes);
  }

  String title() {
    return draft.message().lines().findFirst().orElse("");
  }

  /** What people read in the request. */
  String description() {
    return changes
        + "\n\nSlipway keeps this request up to date until it is merged. Merge it, and "
        + environment
        + " gets these versions; close it, and they stay away until newer ones come.\n";
  }
}
