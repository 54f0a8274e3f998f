package dev.slipway.writer;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the writer keeps of one branch. Git holds the rest: what is desired, and who changed it.
 *
 * @param cursor absent before the first look
 * @param configuration content of the {@code slipway.yaml} that was last looked at
 * @param goodConfiguration content of the last one that could be followed
 * @param issued by environment
 * @param candidates not decided yet, oldest first
 * @param requests not carried out yet, oldest first
 * @param digests of tags that were seen, by {@code repository:tag}; bounded
 * @param explicit by {@code environment/image}: a person chose the version, so that only what is
 *     published later replaces it
 * @param seen ids of the last events noted, so that a redelivery adds nothing; bounded
 * @param pushes how often somebody told us of a push
 */
public record BranchState(
    @Nullable Cursor cursor,
    @Nullable String configuration,
    @Nullable String goodConfiguration,
    Map<String, Issued> issued,
    List<Candidate> candidates,
    List<Asked> requests,
    Proofs proofs,
    Map<String, Digest> digests,
    Set<String> explicit,
    List<EventId> seen,
    long pushes) {

  private static final int SEEN = 500;
  private static final int DIGESTS = 2_000;

  static final BranchState EMPTY =
      new BranchState(
          null,
          null,
          null,
          Map.of(),
          List.of(),
          List.of(),
          Proofs.NONE,
          Map.of(),
          Set.of(),
          List.of(),
          0);

  public BranchState {
    issued = Map.copyOf(issued);
    candidates = List.copyOf(candidates);
    requests = List.copyOf(requests);
    explicit = Set.copyOf(explicit);
    seen = List.copyOf(seen);
  }

  boolean hasSeen(EventId id) {
    return seen.contains(id);
  }

  BranchState seeing(EventId id) {
    return withSeen(newest(seen, id, SEEN));
  }

  BranchState withCandidate(Candidate candidate) {
    List<Candidate> more = new ArrayList<>(candidates);
    more.add(candidate);
    return withCandidates(more);
  }

  BranchState withRequest(Asked asked) {
    List<Asked> more = new ArrayList<>(requests);
    more.add(asked);
    return withRequests(more);
  }

  /** Without what was decided. */
  BranchState without(Set<EventId> decided) {
    Predicate<Cause> open = cause -> !decided.contains(cause.event());
    return withCandidates(candidates.stream().filter(c -> open.test(c.cause())).toList())
        .withRequests(requests.stream().filter(r -> open.test(r.cause())).toList());
  }

  BranchState withDigest(String image, Digest digest) {
    Map<String, Digest> more = new LinkedHashMap<>(digests);
    more.remove(image);
    more.put(image, digest);
    while (more.size() > DIGESTS) {
      more.remove(more.keySet().iterator().next());
    }
    return new BranchState(
        cursor,
        configuration,
        goodConfiguration,
        issued,
        candidates,
        requests,
        proofs,
        more,
        explicit,
        seen,
        pushes);
  }

  BranchState withCursor(Cursor next) {
    return new BranchState(
        next,
        configuration,
        goodConfiguration,
        issued,
        candidates,
        requests,
        proofs,
        digests,
        explicit,
        seen,
        pushes);
  }

  BranchState withConfiguration(@Nullable String looked, @Nullable String good) {
    return new BranchState(
        cursor,
        looked,
        good,
        issued,
        candidates,
        requests,
        proofs,
        digests,
        explicit,
        seen,
        pushes);
  }

  BranchState withIssued(Map<String, Issued> next) {
    return new BranchState(
        cursor,
        configuration,
        goodConfiguration,
        next,
        candidates,
        requests,
        proofs,
        digests,
        explicit,
        seen,
        pushes);
  }

  BranchState withCandidates(List<Candidate> next) {
    return new BranchState(
        cursor,
        configuration,
        goodConfiguration,
        issued,
        next,
        requests,
        proofs,
        digests,
        explicit,
        seen,
        pushes);
  }

  BranchState withRequests(List<Asked> next) {
    return new BranchState(
        cursor,
        configuration,
        goodConfiguration,
        issued,
        candidates,
        next,
        proofs,
        digests,
        explicit,
        seen,
        pushes);
  }

  BranchState withProofs(Proofs next) {
    return new BranchState(
        cursor,
        configuration,
        goodConfiguration,
        issued,
        candidates,
        requests,
        next,
        digests,
        explicit,
        seen,
        pushes);
  }

  BranchState withExplicit(Set<String> next) {
    return new BranchState(
        cursor,
        configuration,
        goodConfiguration,
        issued,
        candidates,
        requests,
        proofs,
        digests,
        next,
        seen,
        pushes);
  }

  BranchState noticingPush() {
    return new BranchState(
        cursor,
        configuration,
        goodConfiguration,
        issued,
        candidates,
        requests,
        proofs,
        digests,
        explicit,
        seen,
        pushes + 1);
  }

  private BranchState withSeen(List<EventId> next) {
    return new BranchState(
        cursor,
        configuration,
        goodConfiguration,
        issued,
        candidates,
        requests,
        proofs,
        digests,
        explicit,
        next,
        pushes);
  }

  private static List<EventId> newest(List<EventId> known, EventId id, int most) {
    List<EventId> more = new ArrayList<>(known);
    more.add(id);
    return more.subList(Math.max(0, more.size() - most), more.size());
  }
}
