package dev.slipway.writer;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The branch that an image was built from, by its own labels. */
final class SourceBranch {
  private static final List<String> LABELS =
      List.of("org.opencontainers.image.ref.name", "dev.slipway.source.branch", "vcs-branch");

  private SourceBranch() {}

  static Optional<String> of(Map<String, String> labels) {
    return LABELS.stream().filter(labels::containsKey).map(labels::get).findFirst();
  }
}
