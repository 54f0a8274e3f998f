package dev.slipway.applier.rollout;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.RunningImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which images a workload's template names, and which digests its pods report for them. */
public final class RunningImages {
  private RunningImages() {}

  /** {@code Deployment/web}. */
  public static String workloadName(KubernetesObject workload) {
    return workload.kind() + "/" + workload.name();
  }

  /** The images that the template names, each with its container. */
  public static Stream<Map.Entry<String, ImageReference>> named(KubernetesObject workload) {
    return Stream.of("initContainers", "containers")
        .flatMap(list -> workload.list("spec", "template", "spec", list).stream())
        .flatMap(
            container ->
                Fields.text(container, "image").flatMap(ImageReference::tryParse).stream()
                    .map(image -> Map.entry(Fields.text(container, "name").orElse("?"), image)));
  }

  /** One per container; more than one where pods report different digests. */
  static List<RunningImage> of(KubernetesObject workload, List<KubernetesObject> pods) {
    return named(workload)
        .flatMap(
            image -> {
              List<Digest> digests = digests(image.getKey(), pods);
              return digests.isEmpty()
                  ? Stream.of(running(workload, image, Optional.empty()))
                  : digests.stream().map(d -> running(workload, image, Optional.of(d)));
            })
        .toList();
  }

  private static RunningImage running(
      KubernetesObject workload, Map.Entry<String, ImageReference> image, Optional<Digest> digest) {
    return new RunningImage(
        workloadName(workload), image.getKey(), image.getValue(), digest.orElse(null));
  }

  private static List<Digest> digests(String container, List<KubernetesObject> pods) {
    return pods.stream()
        .filter(RunningImages::isKept)
        .flatMap(PodCheck::containers)
        .filter(status -> Fields.text(status, "name").filter(container::equals).isPresent())
        .flatMap(status -> Fields.text(status, "imageID").flatMap(RunningImages::digest).stream())
        .distinct()
        .toList();
  }

  /** Whether nobody has asked for its end. */
  static boolean isKept(KubernetesObject pod) {
    return !Fields.has(pod.content(), "metadata", "deletionTimestamp");
  }

  /** Whether the pod tells of each of its containers which image it runs. */
  static boolean isTold(KubernetesObject pod) {
    return PodCheck.containers(pod)
        .allMatch(status -> Fields.text(status, "imageID").filter(id -> !id.isBlank()).isPresent());
  }

  /** Runtimes write {@code repository@sha256:…}, some with a scheme in front; a bare id is none. */
  private static Optional<Digest> digest(String imageId) {
    String digest = imageId.substring(imageId.indexOf('@') + 1);
    return imageId.contains("@") && Digest.isValid(digest)
        ? Optional.of(Digest.parse(digest))
        : Optional.empty();
  }
}
