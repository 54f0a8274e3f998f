package dev.slipway.applier.plan;

import dev.slipway.applier.object.Differences;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Workloads of which only images are others than before. The API server takes any name for an image
 * of a container, and nothing else of such an object changes: where the live object is as it was
 * applied before, what an apply makes of it is known without asking.
 */
final class ImageMoves {
  private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");
  private static final Pattern IMAGE =
      Pattern.compile("spec\\.template\\.spec\\.(initContainers|containers)\\[[^\\]]+]\\.image");
  private static final Pattern NAME = Pattern.compile("\\S+");

  private ImageMoves() {}

  /** The images' fields; empty where anything else differs too, or nothing. */
  static Optional<List<String>> between(KubernetesObject before, KubernetesObject now) {
    if (!now.apiVersion().equals("apps/v1")
        || !now.apiVersion().equals(before.apiVersion())
        || !WORKLOADS.contains(now.kind())) {
      return Optional.empty();
    }
    List<String> fields = Differences.between(before, now);
    return !fields.isEmpty()
            && fields.stream().allMatch(field -> IMAGE.matcher(field).matches())
            && images(now).allMatch(image -> NAME.matcher(image).matches())
        ? Optional.of(fields)
        : Optional.empty();
  }

  private static Stream<String> images(KubernetesObject workload) {
    return Stream.of("initContainers", "containers")
        .flatMap(list -> workload.list("spec", "template", "spec", list).stream())
        .map(container -> Fields.text(container, "image").orElse(""));
  }
}
