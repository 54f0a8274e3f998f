package dev.slipway.sandbox.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;

/** Notes which pods went, in order. */
record DeletedPods(List<String> names) implements ResourceEventHandler<Pod> {
  @Override
  public void onAdd(Pod pod) {}

  @Override
  public void onUpdate(Pod before, Pod after) {}

  @Override
  public void onDelete(Pod pod, boolean unknown) {
    names.add(pod.getMetadata().getName());
  }
}
