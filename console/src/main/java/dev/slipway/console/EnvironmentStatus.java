package dev.slipway.console;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Sequence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an environment stands.
 *
 * @param sequence of the newest revision; absent where nothing was committed yet
 * @param progress how far that revision has come
 * @param detail one line for people: why it waits, how far it is, why it failed
 * @param whatHelps what has to happen, or be done, for a held one to go on
 * @param since when it came to stand there
 * @param reasons why it is held; empty otherwise
 * @param hold a person's hold that nobody has ended
 * @param proposals what waits for people to merge a pull request, in words
 * @param outages the places that do not answer, as far as this environment needs them
 */
public record EnvironmentStatus(
    EnvironmentName environment,
    String cluster,
    boolean guarded,
    @Nullable Sequence sequence,
    @Nullable GitRevision commit,
    Progress progress,
    String detail,
    @Nullable String whatHelps,
    @Nullable Instant since,
    List<HoldReason> reasons,
    @Nullable StandingHold hold,
    List<ImageStatus> images,
    List<String> proposals,
    List<PlaceAway> outages) {
  public EnvironmentStatus {
    reasons = List.copyOf(reasons);
    images = List.copyOf(images);
    proposals = List.copyOf(proposals);
    outages = List.copyOf(outages);
  }
}
