package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.controllers.PodProgress.Stage;
import dev.slipway.sandbox.cluster.images.ImageBehaviour;
import dev.slipway.sandbox.cluster.images.ImageLookup;
import dev.slipway.sandbox.cluster.images.ImageLookup.Pull;
import dev.slipway.sandbox.cluster.images.ImageLookup.Pulled;
import dev.slipway.sandbox.cluster.images.ImageLookup.Refused;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Plays the scheduler and the one node: pods are placed, pulled, started, and serve or fail. */
final class PodController implements Controller {
  private static final String KUBELET = "kubelet";
  private static final String FAILED_PROBE =
      "Readiness probe failed: HTTP probe failed with statuscode: 503 (simulated)";
  private static final int LONGEST_BACK_OFF = 32;
  private static final String READY_AFTER = "testbed/ready-after";
  private static final String CRASH_AFTER = "testbed/crash-after";

  private final ClusterAccess cluster;
  private final Scheduling scheduling;
  private final PodStatus statuses;
  private final ImageLookup images;
  private final Executor pulls;
  private final Duration pace;
  private final Consumer<ObjectKey> lookAgain;
  private final Map<String, PodProgress> progressByUid = new HashMap<>();

  /**
   * @param pace from the start of a container until it is ready; other times follow from it
   * @param lookAgain called, from any thread, when a pull has ended
   */
  PodController(
      ClusterAccess cluster,
      ImageLookup images,
      Executor pulls,
      Duration pace,
      Consumer<ObjectKey> lookAgain) {
    this.cluster = cluster;
    this.scheduling = new Scheduling(cluster);
    this.statuses = new PodStatus(cluster);
    this.images = images;
    this.pulls = pulls;
    this.pace = pace;
    this.lookAgain = lookAgain;
  }

  @Override
  public Optional<Duration> reconcile(KubeObject pod) {
    if (pod.isBeingDeleted()) {
      return remove(pod);
    }
    PodProgress progress = progressByUid.computeIfAbsent(pod.uid(), uid -> remembered(pod));
    return switch (progress.stage()) {
      case UNSCHEDULED -> schedule(pod, progress);
      case PULLING -> pull(pod, progress);
      case PULL_REFUSED ->
          after(progress, pace.multipliedBy(2), () -> progress.enter(Stage.PULLING));
      case STARTING -> start(pod, progress);
      case SERVING -> serve(pod, progress);
      case NOT_READY -> after(progress, pace.multipliedBy(10), () -> failProbe(pod, progress));
      case CRASHED -> after(progress, backOff(progress), () -> restart(pod, progress));
      case OVER -> Optional.empty();
    };
  }

  /** After a restart of the sandbox, a pod that served goes on; all others begin anew. */
  private static PodProgress remembered(KubeObject pod) {
    PodProgress progress = new PodProgress();
    String phase = pod.text("status", "phase");
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      progress.enter(Stage.OVER);
    } else if (Pods.isReady(pod)) {
      progress.enter(Stage.SERVING);
    } else if (!pod.text("spec", "nodeName").isEmpty()) {
      progress.enter(Stage.PULLING);
    }
    return progress;
  }

  private Optional<Duration> after(PodProgress progress, Duration wait, Runnable step) {
    Duration left = wait.minusNanos(progress.nanosInStage());
    if (left.isPositive()) {
      return Optional.of(left);
    }
    step.run();
    return Optional.of(Duration.ofMillis(1));
  }

  private Duration backOff(PodProgress progress) {
    int factor = 1 << Math.min(progress.restarts(), 5);
    return pace.multipliedBy(Math.min(factor * 5, LONGEST_BACK_OFF * 5));
  }

  private Optional<Duration> schedule(KubeObject pod, PodProgress progress) {
    Optional<String> problem = scheduling.place(pod);
    if (problem.isPresent()) {
      return Optional.of(Duration.ofSeconds(5));
    }
    progress.enter(Stage.PULLING);
    return Optional.of(Duration.ofMillis(1));
  }

  private Optional<Duration> pull(KubeObject pod, PodProgress progress) {
    CompletableFuture<List<Pull>> running = progress.pulls();
    if (running == null) {
      List<String> wanted = PodStatus.images(pod);
      CompletableFuture<List<Pull>> begun =
          CompletableFuture.supplyAsync(() -> wanted.stream().map(images::pull).toList(), pulls);
      progress.pulling(begun);
      ObjectKey key = pod.key();
      begun.whenComplete((results, failure) -> lookAgain.accept(key)).isDone();
      return Optional.of(Duration.ofSeconds(5));
    }
    if (!running.isDone()) {
      return Optional.of(Duration.ofSeconds(5));
    }
    progress.pulling(null);
    List<Pull> results = running.join();
    Optional<Refused> refused =
        results.stream().filter(Refused.class::isInstance).map(Refused.class::cast).findFirst();
    if (refused.isPresent()) {
      refuse(pod, progress, results);
    } else {
      cluster.events().normal(pod, KUBELET, "Pulled", "Container image present on the machine");
      cluster.events().normal(pod, KUBELET, "Created", "Container created");
      statuses.running(pod, results, progress.restarts());
      progress.behaves(worst(results));
      cluster.events().normal(pod, KUBELET, "Started", "Container started");
      progress.enter(Stage.STARTING);
    }
    return Optional.of(Duration.ofMillis(1));
  }

  /** One container that fails makes its pod fail. */
  private static ImageBehaviour worst(List<Pull> results) {
    return results.stream()
        .filter(Pulled.class::isInstance)
        .map(result -> ((Pulled) result).behaviour())
        .filter(behaviour -> behaviour != ImageBehaviour.HEALTHY)
        .findFirst()
        .orElse(ImageBehaviour.HEALTHY);
  }

  private void refuse(KubeObject pod, PodProgress progress, List<Pull> results) {
    progress.refused();
    statuses.refused(pod, results, progress.refusals() > 1);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof Refused(String reason)) {
        String image = PodStatus.images(pod).get(i);
        String failed = "Failed to pull image \"" + image + "\": " + reason;
        cluster.events().warning(pod, KUBELET, "Failed", failed);
        String backOff = "Back-off pulling image \"" + image + "\"";
        if (progress.refusals() > 1) {
          cluster.events().normal(pod, KUBELET, "BackOff", backOff);
        }
      }
    }
    progress.enter(Stage.PULL_REFUSED);
  }

  private Optional<Duration> start(KubeObject pod, PodProgress progress) {
    return after(progress, seconds(pod, READY_AFTER).orElse(pace), () -> started(pod, progress));
  }

  private void started(KubeObject pod, PodProgress progress) {
    switch (progress.behaviour()) {
      case CRASH -> crash(pod, progress);
      case NEVERREADY -> failProbe(pod, progress);
      case HEALTHY, MISSING -> {
        if (pod.text("spec", "restartPolicy").equals("Always")) {
          statuses.ready(pod);
          progress.enter(Stage.SERVING);
        } else {
          statuses.completed(pod);
          progress.enter(Stage.OVER);
        }
      }
    }
  }

  private Optional<Duration> serve(KubeObject pod, PodProgress progress) {
    Optional<Duration> crash = seconds(pod, CRASH_AFTER);
    return crash.isEmpty()
        ? Optional.empty()
        : after(progress, crash.get(), () -> crash(pod, progress));
  }

  private void failProbe(KubeObject pod, PodProgress progress) {
    cluster.events().warning(pod, KUBELET, "Unhealthy", FAILED_PROBE);
    progress.enter(Stage.NOT_READY);
  }

  private void crash(KubeObject pod, PodProgress progress) {
    if (pod.text("spec", "restartPolicy").equals("Never")) {
      statuses.failed(pod);
      progress.enter(Stage.OVER);
      return;
    }
    progress.restarted(progress.restarts() + 1);
    statuses.crashed(pod, progress.restarts());
    String container = Json.text(pod.at("spec", "containers").path(0), "name");
    cluster
        .events()
        .warning(
            pod,
            KUBELET,
            "BackOff",
            "Back-off restarting failed container %s in pod %s_%s(%s)"
                .formatted(container, pod.name(), pod.namespace(), pod.uid()));
    progress.enter(Stage.CRASHED);
  }

  private void restart(KubeObject pod, PodProgress progress) {
    statuses.restarted(pod, progress.restarts());
    progress.enter(Stage.STARTING);
  }

  private Optional<Duration> remove(KubeObject pod) {
    PodProgress progress = progressByUid.computeIfAbsent(pod.uid(), uid -> new PodProgress());
    if (progress.stage() != Stage.OVER) {
      progress.enter(Stage.OVER);
    }
    return after(
        progress,
        pace.dividedBy(5),
        () -> {
          if (pod.finalizers().isEmpty()) {
            progressByUid.remove(pod.uid());
            cluster.events().normal(pod, KUBELET, "Killing", "Stopping container");
            cluster.drop(pod);
          }
        });
  }

  private static Optional<Duration> seconds(KubeObject pod, String annotation) {
    return Optional.ofNullable(pod.annotations().get(annotation))
        .map(s -> Duration.ofMillis((long) (Double.parseDouble(s) * 1000)));
  }
}
