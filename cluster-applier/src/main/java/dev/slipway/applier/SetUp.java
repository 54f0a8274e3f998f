package dev.slipway.applier;

import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.Environment;
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.value.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sets an environment up in its cluster: its namespace, and the ApplySet's parent that says so.
 * Done again it makes nothing.
 */
final class SetUp {
  private final Cluster cluster;
  private final Environment environment;

  SetUp(Cluster cluster, Environment environment) {
    this.cluster = cluster;
    this.environment = environment;
  }

  EnvironmentCreated answer(Question question) throws InterruptedException {
    List<ObjectName> made = new ArrayList<>();
    ApplySet set = new ApplySet(environment.name(), environment.namespace());
    ObjectName namespace = new ObjectName("v1", "Namespace", null, environment.namespace());
    make(KubernetesObject.named(namespace)).ifPresent(made::add);
    make(ParentRecord.initial(set).object()).ifPresent(made::add);
    return new EnvironmentCreated(
        environment.name(), question.id(), environment.cluster(), made, question.actor());
  }

  private Optional<ObjectName> make(KubernetesObject object) throws InterruptedException {
    ObjectName name = object.objectName();
    return cluster.get(name).isPresent() ? Optional.empty() : cluster.create(object).map(_ -> name);
  }
}
