package dev.slipway.console.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Why a person asks, where everyone who looks sees it. */
final class ReasonOption {
  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      description = "Why: everyone who looks sees it.")
  @Nullable String reason;

  ObjectNode in(ObjectNode body) {
    return reason == null ? body : body.put("reason", reason);
  }

  boolean isMissing() {
    return reason == null || reason.isBlank();
  }
}
