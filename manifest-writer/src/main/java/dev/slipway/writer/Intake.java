package dev.slipway.writer;

import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageFound;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.LookupEvent;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RevisionEvent;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.Configuration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Notes what arrives for a branch. The same event twice is noted once. */
final class Intake {
  /** Who asks for a promotion that comes by itself. */
  static final Actor AUTOMATIC = new Actor("slipway");

  private final Configuration view;

  Intake(Configuration view) {
    this.view = view;
  }

  BranchState note(BranchState state, EventEnvelope<?> envelope) {
    if (state.hasSeen(envelope.id())) {
      return state;
    }
    Cause cause = Cause.of(envelope);
    Event event = envelope.event();
    return switch (event) {
      case ImagePublished published -> published(state, cause, published).seeing(envelope.id());
      case RepositoryScanned scanned -> scanned(state, cause, scanned).seeing(envelope.id());
      case ImageFound found ->
          answered(
              state,
              List.of(
                  new ImageReference(found.repository(), found.tag(), null),
                  new ImageReference(found.repository(), null, found.digest())),
              new Asked.Answer(
                  found.lookup(),
                  new ImageReference(found.repository(), found.tag(), found.digest()),
                  "found"));
      case ImageAbsent absent ->
          answered(
              state,
              List.of(absent.reference()),
              new Asked.Answer(absent.lookup(), null, absent.message()));
      case RequestEvent request ->
          state.withRequest(Asked.of(cause, request)).seeing(envelope.id());
      case RolloutSucceeded success -> succeeded(state, cause, success).seeing(envelope.id());
      case RolloutEvent _, RevisionEvent _, ClearanceEvent _, LookupEvent _, ConfigurationEvent _ ->
          state;
    };
  }

  private static BranchState published(BranchState state, Cause cause, ImagePublished image) {
    return state
        .withDigest(image.repository() + ":" + image.tag(), image.digest())
        .withCandidate(
            new Candidate(
                cause, image.repository(), image.tag(), image.digest(), image.labels(), true));
  }

  /** Of a tag list, only each policy's best can ever be chosen. */
  private BranchState scanned(BranchState state, Cause cause, RepositoryScanned scan) {
    Set<FollowedImage> followed = new LinkedHashSet<>();
    for (Environment environment : view.environments()) {
      environment.follow().stream()
          .filter(image -> image.repository().equals(scan.repository()))
          .filter(image -> !(image.policy() instanceof TagPolicy.MovingDigest))
          .filter(image -> image.fromBranch() == null)
          .forEach(followed::add);
    }
    Map<Object, Optional<Tag>> newest = new HashMap<>();
    BranchState next = state;
    Set<Tag> chosen = new LinkedHashSet<>();
    for (FollowedImage image : followed) {
      newest
          .computeIfAbsent(
              List.of(image.policy(), Optional.ofNullable(image.filter())),
              _ -> VersionOrder.of(image).newest(scan.tags()))
          .ifPresent(chosen::add);
    }
    for (Tag tag : chosen) {
      // Each candidate is decided on its own, so each needs a cause of its own.
      Cause own = cause.own(EventId.derive("candidate", cause.event(), tag));
      next =
          next.withCandidate(
              new Candidate(
                  own,
                  scan.repository(),
                  tag,
                  state.digests().get(scan.repository() + ":" + tag),
                  Map.of(),
                  false));
    }
    return next;
  }

  /** A lookup's id follows from the request and the image: a request recognises its own. */
  private static BranchState answered(
      BranchState state, List<ImageReference> asAsked, Asked.Answer answer) {
    return state.withRequests(
        state.requests().stream()
            .map(
                asked ->
                    asAsked.stream().map(asked::lookupOf).anyMatch(answer.lookup()::equals)
                        ? asked.with(answer)
                        : asked)
            .toList());
  }

  private BranchState succeeded(BranchState state, Cause cause, RolloutSucceeded success) {
    Map<String, Issued> issued = new HashMap<>(state.issued());
    issued.computeIfPresent(
        success.environment().toString(), (_, last) -> last.without(success.restarts()));
    BranchState next = state.withProofs(state.proofs().with(success)).withIssued(issued);
    for (Environment environment : view.environments()) {
      if (environment.promote() != null
          && environment.promote().automatically()
          && environment.promote().from().equals(success.environment())
          && next.issued().containsKey(environment.name().toString())) {
        var promotion =
            new PromotionRequested(
                environment.name(), List.of(), AUTOMATIC, "proven in " + success.environment());
        Cause own = cause.own(EventId.derive("promote", cause.event(), environment.name()));
        next = next.withRequest(Asked.of(own, promotion));
      }
    }
    return next;
  }
}
