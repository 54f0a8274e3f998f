package dev.slipway.writer.request;

import dev.slipway.events.DeployRequested;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.Asked;
import dev.slipway.writer.Choice;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Any version that exists, to any environment that may run it. */
final class DeployDecision {
  private final OpenRequest request;
  private final DeployRequested deploy;

  DeployDecision(OpenRequest request, DeployRequested deploy) {
    this.request = request;
    this.deploy = deploy;
  }

  void decide() {
    Optional<FollowedImage> image = request.writableImage(deploy.image());
    if (image.isEmpty()) {
      return;
    }
    ImageReference wanted;
    try {
      wanted = reference(image.get(), deploy.version());
    } catch (IllegalArgumentException e) {
      request.decline(
          deploy.image(), null, DeclineReason.INVALID_REQUEST, String.valueOf(e.getMessage()));
      return;
    }
    Optional<Asked.Answer> answer = request.lookUp(wanted);
    if (answer.isEmpty()) {
      return;
    }
    if (answer.get().refused()) {
      request.declineUnseen(deploy.image(), wanted, answer.get());
      return;
    }
    if (answer.get().found() == null) {
      request.decline(deploy.image(), wanted, DeclineReason.IMAGE_ABSENT, answer.get().message());
      return;
    }
    Digest digest = answer.get().digest().orElse(null);
    if (!mayRun(wanted, digest)) {
      request.decline(
          deploy.image(),
          wanted,
          DeclineReason.NOT_PROVEN,
          request.environment().name()
              + " takes only versions that ran in "
              + source()
              + "; deploy "
              + deploy.version()
              + " there first");
      return;
    }
    if (wanted.tag() == null) {
      request.decline(
          deploy.image(),
          wanted,
          DeclineReason.INVALID_REQUEST,
          "name a tag: the files of " + request.environment().name() + " hold tags");
      return;
    }
    String version = wanted.tag().toString();
    if (deploy.pin()) {
      request
          .plan()
          .pin(request.asked().cause(), request.environment().name(), deploy.image(), version);
    }
    request
        .plan()
        .chosen(
            request.environment().name(),
            deploy.image(),
            Choice.ofPerson(
                request.asked().cause().time(),
                request
                    .current(deploy.image())
                    .filter(current -> !current.equals(wanted.tag()))
                    .map(Set::of)
                    .orElse(Set.of())));
    request.set(
        image.get(), new ImageReference(wanted.repository(), wanted.tag(), digest), deploy.pin());
  }

  private boolean mayRun(ImageReference wanted, @Nullable Digest digest) {
    Promotion promotion = request.environment().promote();
    return promotion == null
        || request.desk().state().proofs().has(promotion.from(), wanted, digest)
        || request.desk().state().proofs().has(request.environment().name(), wanted, digest);
  }

  private String source() {
    return Optional.ofNullable(request.environment().promote())
        .map(promotion -> promotion.from().toString())
        .orElse("nowhere");
  }

  private static ImageReference reference(FollowedImage image, String version) {
    return Digest.isValid(version)
        ? new ImageReference(image.repository(), null, Digest.parse(version))
        : new ImageReference(image.repository(), Tag.parse(version), null);
  }
}
