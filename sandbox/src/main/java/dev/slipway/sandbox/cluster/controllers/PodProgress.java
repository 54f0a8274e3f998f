package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.images.ImageBehaviour;
import dev.slipway.sandbox.cluster.images.ImageLookup.Pull;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How far one pod has come; known only to the node that runs it. */
final class PodProgress {
  /** What a pod is doing. */
  enum Stage {
    UNSCHEDULED,
    PULLING,
    PULL_REFUSED,
    STARTING,
    SERVING,
    NOT_READY,
    CRASHED,
    OVER
  }

  private Stage stage = Stage.UNSCHEDULED;
  private long sinceNanos = System.nanoTime();
  private int restarts;
  private int refusals;
  private ImageBehaviour behaviour = ImageBehaviour.HEALTHY;
  private @Nullable CompletableFuture<List<Pull>> pulls;

  Stage stage() {
    return stage;
  }

  void enter(Stage next) {
    stage = next;
    sinceNanos = System.nanoTime();
  }

  long nanosInStage() {
    return System.nanoTime() - sinceNanos;
  }

  int restarts() {
    return restarts;
  }

  void restarted(int count) {
    restarts = count;
  }

  ImageBehaviour behaviour() {
    return behaviour;
  }

  void behaves(ImageBehaviour found) {
    behaviour = found;
  }

  int refusals() {
    return refusals;
  }

  void refused() {
    refusals++;
  }

  @Nullable CompletableFuture<List<Pull>> pulls() {
    return pulls;
  }

  void pulling(@Nullable CompletableFuture<List<Pull>> running) {
    pulls = running;
  }
}
