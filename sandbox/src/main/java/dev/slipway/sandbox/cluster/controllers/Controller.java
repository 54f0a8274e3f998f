package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.Optional;

/** Brings one object a step nearer to what it asks for. */
@FunctionalInterface
interface Controller {
  /**
   * Called on the control loop's thread after every change of the object or of what it controls.
   *
   * @return when to call again if nothing changes
   */
  Optional<Duration> reconcile(KubeObject object);
}
