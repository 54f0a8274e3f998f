package dev.slipway.writer;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out what people ask for, as far as Git is concerned. */
final class RequestDecider {
  private final Desk desk;
  private final Plan plan;

  RequestDecider(Desk desk, Plan plan) {
    this.desk = desk;
    this.plan = plan;
  }

  void decide(Asked asked) {
    EnvironmentName name = asked.request().environment();
    Optional<Environment> environment = desk.environment(name);
    if (environment.isEmpty()) {
      plan.decline(
          asked.cause(),
          name,
          null,
          null,
          DeclineReason.UNKNOWN_ENVIRONMENT,
          "no repository declares an environment '" + name + "'");
      plan.decided(asked.cause());
      return;
    }
    switch (asked.request()) {
      case DeployRequested deploy -> deploy(asked, environment.get(), deploy);
      case PromotionRequested promotion -> promote(asked, environment.get(), promotion);
      case RollbackRequested rollback -> rollback(asked, environment.get(), rollback);
      case UnpinRequested unpin -> unpin(asked, environment.get(), unpin);
      case RestartRequested restart -> restart(asked, environment.get(), restart);
      case HoldRequested _, ResumeRequested _, ApprovalGiven _, GateOverrideRequested _ ->
          plan.decided(asked.cause());
    }
  }

  private void deploy(Asked asked, Environment environment, DeployRequested deploy) {
    Optional<FollowedImage> image = writableImage(asked, environment, deploy.image());
    if (image.isEmpty()) {
      return;
    }
    ImageReference wanted;
    try {
      wanted = reference(image.get(), deploy.version());
    } catch (IllegalArgumentException e) {
      decline(
          asked,
          environment,
          deploy.image(),
          null,
          DeclineReason.INVALID_REQUEST,
          String.valueOf(e.getMessage()));
      return;
    }
    Optional<Asked.Answer> answer = lookUp(asked, wanted);
    if (answer.isEmpty()) {
      return;
    }
    if (answer.get().found() == null) {
      decline(
          asked,
          environment,
          deploy.image(),
          wanted,
          DeclineReason.IMAGE_ABSENT,
          "the registry has no " + wanted + ": " + answer.get().message());
      return;
    }
    Digest digest = answer.get().digest().orElse(null);
    if (!mayRun(environment, wanted, digest)) {
      decline(
          asked,
          environment,
          deploy.image(),
          wanted,
          DeclineReason.NOT_PROVEN,
          environment.name()
              + " takes only versions that ran in "
              + source(environment)
              + "; deploy "
              + deploy.version()
              + " there first");
      return;
    }
    if (wanted.tag() == null) {
      decline(
          asked,
          environment,
          deploy.image(),
          wanted,
          DeclineReason.INVALID_REQUEST,
          "name a tag: the files of " + environment.name() + " hold tags");
      return;
    }
    String version = wanted.tag().toString();
    if (deploy.pin()) {
      plan.pin(asked.cause(), environment.name(), deploy.image(), version);
    }
    plan.chosenByPerson(environment.name(), deploy.image());
    set(
        asked,
        environment,
        image.get(),
        new ImageReference(wanted.repository(), wanted.tag(), digest),
        deploy.pin());
  }

  private void promote(Asked asked, Environment environment, PromotionRequested request) {
    Promotion promotion = environment.promote();
    if (promotion == null) {
      decline(
          asked,
          environment,
          null,
          null,
          DeclineReason.NO_SOURCE,
          environment.name() + " promotes from nowhere: add promote: {from: ...} to slipway.yaml");
      return;
    }
    List<String> names = request.images().isEmpty() ? desk.imageNames() : request.images();
    record Promoted(FollowedImage image, ImageReference to) {}
    List<Promoted> promoted = new ArrayList<>();
    boolean waiting = false;
    int places = 0;
    for (String name : names) {
      Optional<FollowedImage> image = desk.image(environment, name);
      if (image.isEmpty()) {
        decline(asked, environment, name, null, DeclineReason.UNKNOWN_IMAGE, unknown(name));
        return;
      }
      List<Place> here = desk.places(environment, name);
      if (here.isEmpty() && request.images().isEmpty()) {
        continue;
      }
      places++;
      Optional<Proof> proof =
          desk.state().proofs().newest(promotion.from(), image.get().repository());
      if (proof.isEmpty() || proof.get().tag() == null) {
        decline(
            asked,
            environment,
            name,
            null,
            DeclineReason.NOT_PROVEN,
            "no version of " + name + " has run in " + promotion.from() + " yet");
        return;
      }
      Tag tag = Objects.requireNonNull(proof.get().tag());
      var proven = new ImageReference(proof.get().repository(), tag, proof.get().digest());
      if (here.stream().anyMatch(place -> place.tag().equals(Optional.of(tag)))
          || (isAutomatic(request) && !isNewer(image.get(), tag, here))) {
        continue;
      }
      if (here.stream().noneMatch(Place::canHoldDigest)) {
        var byTag = new ImageReference(proven.repository(), tag, null);
        Optional<Asked.Answer> answer = lookUp(asked, byTag);
        if (answer.isEmpty()) {
          waiting = true;
          continue;
        }
        if (!answer.get().digest().equals(Optional.of(proof.get().digest()))) {
          decline(
              asked,
              environment,
              name,
              proven,
              DeclineReason.DIGEST_MOVED,
              byTag
                  + " was proven as "
                  + proof.get().digest().abbreviated()
                  + ", but is "
                  + answer.get().digest().map(Digest::abbreviated).orElse("gone")
                  + " now: push a new tag");
          return;
        }
      }
      promoted.add(new Promoted(image.get(), proven));
    }
    if (waiting) {
      return;
    }
    if (promoted.isEmpty() && isAutomatic(request)) {
      plan.decided(asked.cause());
      return;
    }
    if (promoted.isEmpty()) {
      decline(
          asked,
          environment,
          null,
          null,
          places == 0 ? DeclineReason.NO_TARGET : DeclineReason.NOTHING_TO_DO,
          places == 0
              ? environment.name() + " has no place for any image"
              : environment.name() + " has what is proven in " + promotion.from() + " already");
      return;
    }
    for (Promoted one : promoted) {
      set(asked, environment, one.image(), one.to(), false);
    }
  }

  private static boolean isAutomatic(PromotionRequested request) {
    return request.actor().equals(Intake.AUTOMATIC);
  }

  /** What comes by itself never goes back. */
  private static boolean isNewer(FollowedImage image, Tag tag, List<Place> places) {
    VersionOrder order = VersionOrder.of(image);
    return places.stream()
        .flatMap(place -> place.tag().stream())
        .allMatch(current -> !order.fits(current) || order.compare(tag, current) > 0);
  }

  private void rollback(Asked asked, Environment environment, RollbackRequested request) {
    List<String> names = request.images().isEmpty() ? desk.imageNames() : request.images();
    boolean found = false;
    for (String name : names) {
      Optional<FollowedImage> image = desk.image(environment, name);
      if (image.isEmpty()) {
        decline(asked, environment, name, null, DeclineReason.UNKNOWN_IMAGE, unknown(name));
        return;
      }
      Tag current =
          desk.places(environment, name).stream()
              .flatMap(place -> place.tag().stream())
              .findFirst()
              .orElse(null);
      Optional<Proof> proof =
          desk.state()
              .proofs()
              .newestOtherThan(current, environment.name(), image.get().repository());
      if (current == null || proof.isEmpty()) {
        continue;
      }
      found = true;
      plan.chosenByPerson(environment.name(), name);
      set(
          asked,
          environment,
          image.get(),
          new ImageReference(proof.get().repository(), proof.get().tag(), proof.get().digest()),
          false);
    }
    if (!found) {
      decline(
          asked,
          environment,
          null,
          null,
          DeclineReason.NOTHING_PROVEN,
          "no earlier version has run in " + environment.name());
    }
  }

  private void unpin(Asked asked, Environment environment, UnpinRequested request) {
    Optional<FollowedImage> image = writableImage(asked, environment, request.image());
    if (image.isEmpty()) {
      return;
    }
    if (plan.pins().version(environment.name(), request.image()).isEmpty()) {
      decline(
          asked,
          environment,
          request.image(),
          null,
          DeclineReason.NOTHING_TO_DO,
          request.image() + " is not pinned in " + environment.name());
      return;
    }
    plan.unpin(asked.cause(), environment.name(), request.image());
    plan.chosenByPolicy(environment.name(), request.image());
    var scan =
        new ScanRequested(
            image.get().repository(), request.image() + " was unpinned in " + environment.name());
    plan.announce(asked.cause().causes(scan, plan.now(), environment.name()));
    plan.decided(asked.cause());
  }

  private void restart(Asked asked, Environment environment, RestartRequested request) {
    String reason = Optional.ofNullable(request.reason()).orElse("asked for");
    plan.restart(
        asked.cause(),
        environment.name(),
        new Restart(
            EventId.derive("restart", asked.cause().event()),
            request.workload(),
            null,
            null,
            request.actor() + ": " + reason));
    plan.decided(asked.cause());
  }

  private Optional<FollowedImage> writableImage(Asked asked, Environment environment, String name) {
    if (!environment.writable()) {
      decline(
          asked,
          environment,
          name,
          null,
          DeclineReason.NOT_WRITABLE,
          environment.name()
              + " is the branch "
              + environment.branch()
              + ", which is never written to: change the branch that it comes from");
      return Optional.empty();
    }
    Optional<FollowedImage> image = desk.image(environment, name);
    if (image.isEmpty()) {
      decline(asked, environment, name, null, DeclineReason.UNKNOWN_IMAGE, unknown(name));
    }
    return image;
  }

  private void set(
      Asked asked, Environment environment, FollowedImage image, ImageReference to, boolean pins) {
    List<Place> places = desk.places(environment, image.name());
    if (places.stream().noneMatch(Place::holdsVersion)) {
      plan.decline(asked.cause(), desk.noPlace(environment, image, to));
      plan.decided(asked.cause());
      return;
    }
    boolean there =
        places.stream()
            .filter(Place::holdsVersion)
            .allMatch(place -> place.tag().equals(Optional.ofNullable(to.tag())));
    if (!there) {
      plan.want(new Plan.Wanted(asked.cause(), environment.name(), image.name(), to, places));
    } else if (!pins) {
      decline(
          asked,
          environment,
          image.name(),
          to,
          DeclineReason.NOTHING_TO_DO,
          environment.name() + " has " + image.name() + " " + to.tag() + " already");
    }
    plan.decided(asked.cause());
  }

  /** What the registry says of this image; asks it where nobody did yet. */
  private Optional<Asked.Answer> lookUp(Asked asked, ImageReference image) {
    Optional<Asked.Answer> answer = asked.answerTo(image);
    if (answer.isEmpty()) {
      plan.announce(
          asked
              .cause()
              .causesAs(
                  asked.lookupOf(image),
                  new ImageLookupRequested(image.repository(), image),
                  plan.now()));
    }
    return answer;
  }

  private boolean mayRun(Environment environment, ImageReference wanted, @Nullable Digest digest) {
    Promotion promotion = environment.promote();
    return promotion == null
        || desk.state().proofs().has(promotion.from(), wanted, digest)
        || desk.state().proofs().has(environment.name(), wanted, digest);
  }

  private static String source(Environment environment) {
    return Optional.ofNullable(environment.promote())
        .map(promotion -> promotion.from().toString())
        .orElse("nowhere");
  }

  private static ImageReference reference(FollowedImage image, String version) {
    return Digest.isValid(version)
        ? new ImageReference(image.repository(), null, Digest.parse(version))
        : new ImageReference(image.repository(), Tag.parse(version), null);
  }

  private String unknown(String name) {
    return "there is no image '" + name + "'; there are: " + String.join(", ", desk.imageNames());
  }

  private void decline(
      Asked asked,
      Environment environment,
      @Nullable String image,
      @Nullable ImageReference candidate,
      DeclineReason reason,
      String message) {
    plan.decline(asked.cause(), environment.name(), image, candidate, reason, message);
    plan.decided(asked.cause());
  }
}
