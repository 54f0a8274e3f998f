package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.util.List;

/** What a pod's containers have written. */
public interface PodLogs {
  /**
   * All lines so far.
   *
   * @param previous of the container before the last restart
   * @throws ApiError BadRequest while the container waits to start, or when there is no such one
   */
  List<String> lines(KubeObject pod, String container, boolean previous);
}
