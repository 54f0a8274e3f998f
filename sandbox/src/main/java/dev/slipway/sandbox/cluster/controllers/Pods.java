package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What workloads ask about their pods. */
final class Pods {
  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private Pods() {}

  /** Neither over nor on its way out. */
  static boolean isActive(KubeObject pod) {
    return !pod.isBeingDeleted() && !OVER.contains(pod.text("status", "phase"));
  }

  static boolean isReady(KubeObject pod) {
    return Conditions.isTrue(pod.at("status"), "Ready");
  }

  /** How long until a ready pod counts as available: zero when it does; empty when not ready. */
  static Optional<Duration> untilAvailable(KubeObject pod, int minReadySeconds, Instant now) {
    if (!isReady(pod)) {
      return Optional.empty();
    }
    Instant since =
        Conditions.find(pod.at("status"), "Ready")
            .map(c -> Instant.parse(Json.text(c, "lastTransitionTime")))
            .orElse(now);
    Duration left = Duration.between(now, since.plusSeconds(minReadySeconds));
    return Optional.of(minReadySeconds == 0 || left.isNegative() ? Duration.ZERO : left);
  }

  static boolean isAvailable(KubeObject pod, int minReadySeconds, Instant now) {
    return untilAvailable(pod, minReadySeconds, now).filter(Duration::isZero).isPresent();
  }

  static boolean hasLabel(KubeObject pod, String label, String value) {
    return value.equals(pod.labels().get(label));
  }
}
