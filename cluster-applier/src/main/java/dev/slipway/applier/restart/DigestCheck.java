package dev.slipway.applier.restart;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.plan.Restarts;
import dev.slipway.applier.rollout.RolloutBroken;
import dev.slipway.applier.rollout.RunningImages;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the pods run the digests that they were restarted for. */
public final class DigestCheck {
  private DigestCheck() {}

  /**
   * A container that runs another digest.
   *
   * @param mayHaveMovedOn whether the tag may have been moved again before the pods pulled it, so
   *     that they run what a later event is going to tell
   */
  public record Wrong(RolloutBroken cause, boolean mayHaveMovedOn) {}

  /** Of several restarts for one tag only the last counts: the tag has moved on. */
  public static Optional<Wrong> find(
      List<Restart> restarts, List<RunningImage> images, List<DesiredObject> desired) {
    Map<ImageReference, Digest> expected = new LinkedHashMap<>();
    for (Restart restart : restarts) {
      if (restart.image() != null && restart.digest() != null) {
        expected.put(restart.image(), restart.digest());
      }
    }
    return expected.entrySet().stream()
        .flatMap(
            entry ->
                images.stream()
                    .filter(image -> Restarts.sameImage(image.reference(), entry.getKey()))
                    .filter(image -> image.digest() != null)
                    .filter(image -> !entry.getValue().equals(image.digest()))
                    .map(image -> wrong(image, entry.getValue(), desired)))
        .findFirst();
  }

  private static Wrong wrong(RunningImage image, Digest expected, List<DesiredObject> desired) {
    boolean stale = pullsOnlyIfAbsent(image, desired);
    return new Wrong(broken(image, expected, stale), !stale);
  }

  private static RolloutBroken broken(RunningImage image, Digest expected, boolean stale) {
    return new RolloutBroken(
        RolloutFailure.DIGEST_NOT_RUNNING,
        "container %s runs %s of %s, not %s%s"
            .formatted(
                image.container(),
                image.digest() == null ? "?" : image.digest().abbreviated(),
                image.reference(),
                expected.abbreviated(),
                stale
                    ? ": its imagePullPolicy is IfNotPresent, so that nodes keep the image that"
                        + " they have"
                    : ""),
        image.workload());
  }

  private static boolean pullsOnlyIfAbsent(RunningImage image, List<DesiredObject> desired) {
    return desired.stream()
        .map(DesiredObject::object)
        .filter(object -> RunningImages.workloadName(object).equals(image.workload()))
        .flatMap(DigestCheck::containers)
        .filter(c -> Fields.text(c, "name").filter(image.container()::equals).isPresent())
        .anyMatch(c -> !policy(c, image.reference()).equals("Always"));
  }

  private static Stream<Map<String, Object>> containers(KubernetesObject object) {
    return object.list("spec", "template", "spec", "containers").stream();
  }

  /** Kubernetes' own default: always for {@code latest}, else only if it is absent. */
  private static String policy(Map<String, Object> container, ImageReference image) {
    boolean latest = image.tag() == null || image.tag().toString().equals("latest");
    return Fields.text(container, "imagePullPolicy").orElse(latest ? "Always" : "IfNotPresent");
  }
}
