package dev.slipway.writer.flux;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The parts of Flux's API that are read as configuration, in every version that is in use. */
final class FluxApi {
  static final String KUSTOMIZE_GROUP = "kustomize.toolkit.fluxcd.io";
  static final String IMAGE_GROUP = "image.toolkit.fluxcd.io";
  static final String SOURCE_GROUP = "source.toolkit.fluxcd.io";
  static final String OPERATOR_GROUP = "fluxcd.controlplane.io";

  /** What marks a file that is worth reading. */
  static final Pattern SIGNATURE =
      Pattern.compile(
          "apiVersion[\"']?\\s*:\\s*[\"']?(?:image|kustomize|source)\\.toolkit\\.fluxcd\\.io/"
              + "|apiVersion[\"']?\\s*:\\s*[\"']?fluxcd\\.controlplane\\.io/");

  private static final Map<String, Set<String>> KINDS =
      Map.of(
          IMAGE_GROUP, Set.of("ImageRepository", "ImagePolicy", "ImageUpdateAutomation"),
          KUSTOMIZE_GROUP, Set.of("Kustomization"),
          SOURCE_GROUP, Set.of("GitRepository"),
          OPERATOR_GROUP, Set.of("FluxInstance"));
  private static final List<String> VERSIONS = List.of("v1beta1", "v1beta2", "v1");

  private FluxApi() {}

  /** Whether the object is read. */
  static boolean isRead(ManifestObject object) {
    return KINDS.getOrDefault(object.group(), Set.of()).contains(object.kind());
  }

  /** What is wrong with its API version. */
  static Optional<String> versionProblem(ManifestObject object) {
    return VERSIONS.contains(object.version())
        ? Optional.empty()
        : Optional.of(
            "the API version '"
                + object.apiVersion()
                + "' is not known here; known are "
                + String.join(", ", VERSIONS));
  }
}
