package dev.slipway.applier.rollout;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with a pod, in the order in which people would look. */
public final class PodCheck {
  /** A registry may hiccup, and a secret may come a moment later. */
  private static final Duration HICCUP = Duration.ofSeconds(20);

  /** A registry that is away or wants fewer requests is back some time, and the kubelet waits. */
  private static final Duration OUTAGE = Duration.ofMinutes(10);

  private static final List<String> NO =
      List.of("not found", "manifest unknown", "denied", "unauthorized", "forbidden");

  /** As containerd and Docker word it. */
  private static final List<String> PASSING =
      List.of(
          "too many requests",
          "toomanyrequests",
          "http 429",
          "http 5",
          "status code 5",
          "status: 5",
          "bad gateway",
          "service unavailable",
          "gateway timeout",
          "timeout",
          "timed out",
          "deadline exceeded",
          "connection refused",
          "connection reset",
          "connectexception",
          "failed to do request",
          "no such host");

  /** A cluster autoscaler needs minutes for a node. */
  private static final Duration NEW_NODE = Duration.ofMinutes(5);

  private PodCheck() {}

  public static Optional<Problem> problem(KubernetesObject pod) {
    if (Fields.has(pod.content(), "metadata", "deletionTimestamp")) {
      return Optional.empty();
    }
    return containers(pod)
        .flatMap(container -> containerProblem(pod, container).stream())
        .findFirst()
        .or(() -> unscheduled(pod));
  }

  public static boolean isReady(KubernetesObject pod) {
    return condition(pod.list("status", "conditions"), "Ready")
        .flatMap(ready -> Fields.text(ready, "status"))
        .filter("True"::equals)
        .isPresent();
  }

  static Stream<Map<String, Object>> containers(KubernetesObject pod) {
    return Stream.concat(
        pod.list("status", "initContainerStatuses").stream(),
        pod.list("status", "containerStatuses").stream());
  }

  static Optional<Map<String, Object>> condition(
      List<Map<String, Object>> conditions, String type) {
    return conditions.stream()
        .filter(c -> Fields.text(c, "type").filter(type::equals).isPresent())
        .findFirst();
  }

  private static Optional<Problem> containerProblem(
      KubernetesObject pod, Map<String, Object> container) {
    String name = Fields.text(container, "name").orElse("?");
    String reason = Fields.text(container, "state", "waiting", "reason").orElse("");
    String message = Fields.text(container, "state", "waiting", "message").orElse("");
    return switch (reason) {
      case "ErrImagePull", "RegistryUnavailable", "ImagePullBackOff" ->
          Optional.of(
              Problem.after(
                  pullPatience(reason, message),
                  RolloutFailure.IMAGE_PULL_FAILED,
                  pullMessage(container, reason(reason, message))));
      case "InvalidImageName", "ErrImageNeverPull" ->
          Optional.of(
              Problem.certain(
                  RolloutFailure.IMAGE_PULL_FAILED,
                  pullMessage(container, reason(reason, message))));
      case "CrashLoopBackOff" -> Optional.of(crash(pod, name, container));
      case "CreateContainerConfigError", "CreateContainerError", "RunContainerError" ->
          Optional.of(
              Problem.after(
                  HICCUP,
                  RolloutFailure.NOT_READY,
                  "container %s of pod %s cannot be started: %s"
                      .formatted(name, pod.name(), reason(reason, message))));
      default -> Optional.empty();
    };
  }

  private static String reason(String reason, String message) {
    return message.isEmpty() ? reason : message;
  }

  /** A kubelet tries for ever; whether that helps, only what the registry said tells. */
  private static Duration pullPatience(String reason, String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (NO.stream().anyMatch(lower::contains)) {
      return Duration.ZERO;
    }
    if (PASSING.stream().anyMatch(lower::contains)) {
      return OUTAGE;
    }
    return reason.equals("ImagePullBackOff") ? Duration.ZERO : HICCUP;
  }

  private static String pullMessage(Map<String, Object> container, String message) {
    return "image %s cannot be pulled: %s"
        .formatted(Fields.text(container, "image").orElse("?"), message);
  }

  private static Problem crash(KubernetesObject pod, String name, Map<String, Object> container) {
    Map<String, Object> end = Fields.map(container, "lastState", "terminated");
    String how =
        Fields.text(end, "reason")
            .filter(r -> !r.equals("Error"))
            .map(r -> " (" + r + ")")
            .orElse("");
    String said = Fields.text(end, "message").map(m -> ": " + m.strip()).orElse("");
    long exitCode = Fields.number(end, "exitCode").orElse(-1);
    return new Problem(
        RolloutFailure.CRASHED,
        "container %s of pod %s crashes%s%s%s"
            .formatted(
                name, pod.name(), exitCode < 0 ? "" : " with exit code " + exitCode, how, said),
        Duration.ZERO,
        new Problem.CrashedContainer(
            Fields.text(pod.content(), "metadata", "namespace").orElse("default"),
            pod.name(),
            name));
  }

  private static Optional<Problem> unscheduled(KubernetesObject pod) {
    return condition(pod.list("status", "conditions"), "PodScheduled")
        .filter(c -> Fields.text(c, "status").filter("False"::equals).isPresent())
        .map(
            c ->
                Problem.after(
                    NEW_NODE,
                    RolloutFailure.UNSCHEDULABLE,
                    "no node takes pod %s: %s"
                        .formatted(
                            pod.name(),
                            Fields.text(c, "message")
                                .or(() -> Fields.text(c, "reason"))
                                .orElse("?"))));
  }
}
