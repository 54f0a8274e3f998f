package dev.slipway.writer;

import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ImageUpdate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A branch of ours that people are asked to merge, as it was pushed last.
 *
 * @param content stands for what it changes, and in which files
 * @param head its only commit
 * @param updates that it brings
 * @param decisions that it carries out
 * @param number of its pull request; absent before one was opened
 * @param address of the pull request, for people
 */
public record Proposal(
    EnvironmentName environment,
    EventId content,
    GitRevision head,
    List<ImageUpdate> updates,
    Set<EventId> decisions,
    @Nullable Integer number,
    @Nullable String address) {
  public Proposal {
    updates = List.copyOf(updates);
    decisions = Set.copyOf(decisions);
  }

  Proposal asRequest(PullRequests.PullRequest request) {
    return new Proposal(
        environment, content, head, updates, decisions, request.number(), request.address());
  }

  /** Whether these images are what it brings: however they got there, it was merged. */
  boolean isIn(List<DesiredImage> images) {
    return !updates.isEmpty()
        && updates.stream().allMatch(update -> images.stream().anyMatch(i -> has(i, update)));
  }

  private static boolean has(DesiredImage image, ImageUpdate update) {
    return image.reference().repository().equals(update.repository())
        && Optional.ofNullable(image.reference().tag())
            .filter(tag -> tag.toString().equals(update.to()))
            .isPresent();
  }
}
