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
import dev.slipway.events.LookupRefused;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RevisionEvent;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.Configuration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Notes what arrives for a branch. The same event twice is noted once. */
public final class Intake {
  /** Who asks for a promotion that comes by itself. */
  public static final Actor AUTOMATIC = new Actor("slipway");

  private final Configuration view;

  public Intake(Configuration view) {
    this.view = view;
  }

  public BranchState note(BranchState state, EventEnvelope<?> envelope) {
    if (state.inbox().hasSeen(envelope.id())) {
      return state;
    }
    Cause cause = Cause.of(envelope);
    Event event = envelope.event();
    return switch (event) {
      case ImagePublished published -> seeing(envelope, published(state, cause, published));
      case RepositoryScanned scanned -> seeing(envelope, scanned(state, cause, scanned));
      case ImageFound found ->
          answered(
              found(state, found.repository(), found.tag(), found.createdAt()),
              List.of(
                  new ImageReference(found.repository(), found.tag(), null),
                  new ImageReference(found.repository(), null, found.digest())),
              new Asked.Answer(
                  found.lookup(),
                  new ImageReference(found.repository(), found.tag(), found.digest()),
                  "found"));
      case ImageAbsent absent ->
          answered(
              found(state, absent.repository(), absent.reference().tag(), null),
              List.of(absent.reference()),
              new Asked.Answer(absent.lookup(), null, absent.message()));
      case LookupRefused refused ->
          refused(
              state,
              refused.reference(),
              new Asked.Answer(refused.lookup(), null, refused.message(), true));
      case RequestEvent request ->
          seeing(envelope, state.withInbox(inbox -> inbox.with(Asked.of(cause, request))));
      case RolloutSucceeded success -> seeing(envelope, succeeded(state, cause, success));
      case RolloutFailed failure -> seeing(envelope, failed(state, cause, failure));
      case RolloutEvent _,
          ReportEvent _,
          RevisionEvent _,
          ClearanceEvent _,
          LookupEvent _,
          ConfigurationEvent _ ->
          state;
    };
  }

  private BranchState published(BranchState state, Cause cause, ImagePublished image) {
    String key = KnownTags.key(image.repository(), image.tag());
    KnownTags tags = state.tags().with(key, image.digest());
    if (followers(image.repository()).stream().anyMatch(FollowedImage::needsDetails)) {
      tags = tags.with(key, new KnownTags.Build(image.createdAt()));
    }
    return state
        .withTags(tags)
        .withInbox(
            inbox ->
                inbox.with(
                    new Candidate(
                        cause,
                        image.repository(),
                        image.tag(),
                        image.digest(),
                        image.labels(),
                        true)));
  }

  /** Of a tag list, only each policy's best can ever be chosen. */
  private BranchState scanned(BranchState state, Cause cause, RepositoryScanned scan) {
    return new Scan(scan, followers(scan.repository())).note(state, cause);
  }

  private Set<FollowedImage> followers(ImageRepository repository) {
    Set<FollowedImage> followed = new LinkedHashSet<>();
    for (Environment environment : view.environments()) {
      environment.follow().stream()
          .filter(image -> image.repository().equals(repository))
          .forEach(followed::add);
    }
    return followed;
  }

  /** A lookup may have been for the time of a build, whoever asked. */
  private BranchState found(
      BranchState state,
      ImageRepository repository,
      @Nullable Tag tag,
      @Nullable Instant createdAt) {
    return tag != null && followers(repository).stream().anyMatch(FollowedImage::needsDetails)
        ? state.withTags(
            state.tags().with(KnownTags.key(repository, tag), new KnownTags.Build(createdAt)))
        : state;
  }

  /** A lookup's id follows from the request and the image: a request recognises its own. */
  private static BranchState answered(
      BranchState state, List<ImageReference> asAsked, Asked.Answer answer) {
    return state.withInbox(
        inbox ->
            inbox.withRequests(
                inbox.requests().stream()
                    .map(
                        asked ->
                            asAsked.stream().map(asked::lookupOf).anyMatch(answer.lookup()::equals)
                                ? asked.with(answer)
                                : asked)
                    .toList()));
  }

  /**
   * People are told no and may ask again; what comes by itself waits until the registry answers.
   */
  private static BranchState refused(
      BranchState state, ImageReference reference, Asked.Answer answer) {
    return state.withInbox(
        inbox ->
            inbox.withRequests(
                inbox.requests().stream()
                    .map(
                        asked ->
                            asked.lookupOf(reference).equals(answer.lookup())
                                    && !comesByItself(asked)
                                ? asked.with(answer)
                                : asked)
                    .toList()));
  }

  private static boolean comesByItself(Asked asked) {
    return asked.request() instanceof PromotionRequested promotion
        && promotion.actor().equals(AUTOMATIC);
  }

  private static BranchState seeing(EventEnvelope<?> envelope, BranchState state) {
    return state.withInbox(inbox -> inbox.seeing(envelope.id()));
  }

  /** What failed before anything was written, or in no workload, no version is to blame for. */
  private static BranchState failed(BranchState state, Cause cause, RolloutFailed failure) {
    String workload = failure.workload();
    List<ImageReference> images = failure.images();
    return !failure.begun() || workload == null || images == null
        ? state
        : state.withInbox(
            inbox ->
                inbox.with(
                    new FailedRollout(
                        cause,
                        failure.environment(),
                        failure.reason(),
                        workload,
                        images,
                        failure.message())));
  }

  private BranchState succeeded(BranchState state, Cause cause, RolloutSucceeded success) {
    Map<String, Issued> issued = new HashMap<>(state.log().issued());
    issued.computeIfPresent(
        success.environment().toString(), (_, last) -> last.without(success.restarts()));
    BranchState next =
        state.withProofs(state.proofs().with(success)).withLog(state.log().withIssued(issued));
    for (Environment environment : view.environments()) {
      if (environment.promote() != null
          && environment.promote().automatically()
          && environment.writable()
          && environment.promote().from().equals(success.environment())
          && issued.containsKey(environment.name().toString())) {
        var promotion =
            new PromotionRequested(
                environment.name(), List.of(), AUTOMATIC, "proven in " + success.environment());
        Asked asked = Asked.of(cause.part("promote", environment.name()), promotion);
        next = next.withInbox(inbox -> inbox.with(asked));
      }
    }
    return next;
  }
}
