package dev.slipway.console;

import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Sequence;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventPublisher;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a person asks into an event, after what can be checked at once: the names, the
 * spelling. Each method gives the event's id, under which {@link RequestTracker} finds it.
 *
 * <p>Each throws {@link ConsoleException}: where a name is unknown, the request is wrong in itself
 * (a retry does not help) or the broker is away (a retry helps, and asks a second time if the first
 * was written after all).
 */
public final class Requests {
  private static final String SOURCE = "/console";

  private final EventPublisher publisher;
  private final Clock clock;
  private final Names names;

  public Requests(EventPublisher publisher, Configuration configuration, Clock clock) {
    this.publisher = publisher;
    this.clock = clock;
    this.names = new Names(configuration);
  }

  /** This version, whatever the policy says. */
  public EventId deploy(
      EnvironmentName environment,
      String image,
      String version,
      boolean pin,
      Actor actor,
      @Nullable String reason) {
    if (!Tag.isValid(version) && !Digest.isValid(version)) {
      throw invalid("'" + version + "' is neither a tag nor a digest (sha256:...)");
    }
    Environment declared = names.environment(environment);
    return send(
        new DeployRequested(
            environment, names.imageOf(declared, image), version, pin, actor, reason));
  }

  /** The policy decides again. */
  public EventId unpin(
      EnvironmentName environment, String image, Actor actor, @Nullable String reason) {
    Environment declared = names.environment(environment);
    return send(new UnpinRequested(environment, names.imageOf(declared, image), actor, reason));
  }

  /**
   * What was proven where this environment promotes from.
   *
   * @param images empty: all of them
   */
  public EventId promote(
      EnvironmentName environment, List<String> images, Actor actor, @Nullable String reason) {
    Environment declared = names.environment(environment);
    if (declared.promote() == null) {
      throw invalid(
          environment + " promotes from nowhere: slipway.yaml gives it no 'promote.from'");
    }
    return send(new PromotionRequested(environment, imagesOf(declared, images), actor, reason));
  }

  /**
   * Back to the last versions proven here.
   *
   * @param images empty: all whose current version is not proven
   */
  public EventId rollback(
      EnvironmentName environment, List<String> images, Actor actor, @Nullable String reason) {
    Environment declared = names.environment(environment);
    return send(new RollbackRequested(environment, imagesOf(declared, images), actor, reason));
  }

  /**
   * Pods anew, though nothing changed.
   *
   * @param workload {@code Deployment/web}; absent: every one
   */
  public EventId restart(
      EnvironmentName environment,
      @Nullable String workload,
      Actor actor,
      @Nullable String reason) {
    names.environment(environment);
    if (workload != null && !workload.matches("[A-Za-z]+/[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
      throw invalid("'" + workload + "' is no workload: expected KIND/NAME, as in Deployment/web");
    }
    return send(new RestartRequested(environment, workload, actor, reason));
  }

  public EventId hold(EnvironmentName environment, Actor actor, @Nullable String reason) {
    names.environment(environment);
    return send(new HoldRequested(environment, actor, reason));
  }

  public EventId resume(EnvironmentName environment, Actor actor, @Nullable String reason) {
    names.environment(environment);
    return send(new ResumeRequested(environment, actor, reason));
  }

  public EventId approve(
      EnvironmentName environment, Set<Digest> digests, Actor actor, @Nullable String reason) {
    names.environment(environment);
    if (digests.isEmpty()) {
      throw invalid("an approval names the digests that it approves");
    }
    return send(new ApprovalGiven(environment, digests, actor, reason));
  }

  /** One revision goes past queues, freeze windows and missing proof. */
  public EventId override(
      EnvironmentName environment, Sequence sequence, Actor actor, String reason) {
    names.environment(environment);
    if (reason.isBlank()) {
      throw invalid("going past the gate needs a reason: everyone is told");
    }
    return send(new GateOverrideRequested(environment, sequence, actor, reason));
  }

  /** One revision may delete more than the environment's limit. */
  public EventId confirmPrune(
      EnvironmentName environment, Sequence sequence, Actor actor, @Nullable String reason) {
    names.environment(environment);
    return send(new PruneConfirmed(environment, sequence, actor, reason));
  }

  /**
   * What applying would change.
   *
   * @param commit absent: the newest revision
   */
  public EventId diff(EnvironmentName environment, @Nullable GitRevision commit, Actor actor) {
    names.environment(environment);
    return send(new DiffRequested(environment, commit, actor));
  }

  /**
   * Who owns the fields that an environment's files name.
   *
   * @param take whether they are taken from them
   */
  public EventId adopt(
      EnvironmentName environment, boolean take, Actor actor, @Nullable String reason) {
    names.environment(environment);
    return send(new AdoptionRequested(environment, take, actor, reason));
  }

  /** What has to be in the cluster before anything is applied. */
  public EventId setUp(EnvironmentName environment, Actor actor, @Nullable String reason) {
    names.environment(environment);
    return send(new EnvironmentSetupRequested(environment, actor, reason));
  }

  private List<String> imagesOf(Environment environment, List<String> images) {
    return images.stream().map(image -> names.imageOf(environment, image)).distinct().toList();
  }

  private EventId send(RequestEvent request) {
    EventId id = EventId.random();
    try {
      publisher.publish(EventEnvelope.first(id, SOURCE, clock.instant(), request));
    } catch (BrokerUnavailableException e) {
      throw new ConsoleException(
          Reason.BROKER_UNAVAILABLE,
          "the request could not be sent: the broker does not answer. Look at slipway events"
              + " before you ask again",
          e);
    }
    return id;
  }

  private static ConsoleException invalid(String message) {
    return new ConsoleException(Reason.INVALID_REQUEST, message);
  }
}
