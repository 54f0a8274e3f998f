package dev.slipway.guard;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for a revision: outlives the logs.
 *
 * @param firstImages what the environment's first revision named, which needs no proof; absent
 *     before there was one
 * @param proofs what has run successfully here, newest last
 * @param approvals who approved what, newest last
 * @param overrides who went past the gate for which revision, newest last
 */
record Evidence(
    @Nullable List<ImageReference> firstImages,
    List<Digest> proofs,
    List<Approval> approvals,
    List<GateOverride> overrides) {
  static final Evidence NONE = new Evidence(null, List.of(), List.of(), List.of());
  private static final int PROOFS_KEPT = 500;
  private static final int APPROVALS_KEPT = 200;
  private static final int OVERRIDES_KEPT = 20;

  /** One image, and who said that it may run here. */
  record Approval(Digest digest, Set<String> actors) {
    Approval {
      actors = Set.copyOf(actors);
    }
  }

  /** One revision that goes past queues and missing proof. */
  record GateOverride(Sequence sequence, Actor actor) {}

  Evidence {
    proofs = List.copyOf(proofs);
    approvals = List.copyOf(approvals);
    overrides = List.copyOf(overrides);
  }

  Evidence withFirst(Revision revision) {
    if (firstImages != null) {
      return this;
    }
    List<ImageReference> images = revision.images().stream().map(DesiredImage::reference).toList();
    return new Evidence(images, proofs, approvals, overrides);
  }

  Evidence withProof(Digest digest) {
    return new Evidence(
        firstImages, Bounded.append(proofs, digest, PROOFS_KEPT), approvals, overrides);
  }

  Evidence withApproval(Digest digest, Actor actor) {
    Set<String> actors = approversOf(digest);
    if (actors.contains(actor.name())) {
      return this;
    }
    var more = new TreeSet<>(actors);
    more.add(actor.name());
    List<Approval> others =
        approvals.stream().filter(approval -> !approval.digest().equals(digest)).toList();
    return new Evidence(
        firstImages,
        proofs,
        Bounded.append(others, new Approval(digest, more), APPROVALS_KEPT),
        overrides);
  }

  Evidence withOverride(GateOverride override) {
    return new Evidence(
        firstImages, proofs, approvals, Bounded.append(overrides, override, OVERRIDES_KEPT));
  }

  Set<String> approversOf(Digest digest) {
    return approvals.stream()
        .filter(approval -> approval.digest().equals(digest))
        .map(Approval::actors)
        .findFirst()
        .orElse(Set.of());
  }

  Optional<GateOverride> overrideOf(Sequence sequence) {
    return overrides.stream().filter(o -> o.sequence().equals(sequence)).findFirst();
  }

  boolean provenHere(DesiredImage image) {
    Digest digest = image.digest();
    return digest != null && proofs.contains(digest);
  }

  /** Whether the environment's first revision named it. */
  boolean wasThereFirst(DesiredImage image) {
    return firstImages != null && firstImages.contains(image.reference());
  }
}
