package dev.slipway.applier.plan;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.state.Question;
import dev.slipway.events.Environment;
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets an environment up in its cluster: its namespace, and the ApplySet's parent that says so.
 * Done again it makes nothing.
 */
public final class SetUp {
  private final Cluster cluster;
  private final Environment environment;

  public SetUp(Cluster cluster, Environment environment) {
    this.cluster = cluster;
    this.environment = environment;
  }

  public EnvironmentCreated answer(Question question) throws InterruptedException {
    List<ObjectName> made = new ArrayList<>();
    ApplySet set = new ApplySet(environment.name(), environment.namespace());
    ObjectName namespace = namespace(environment.namespace());
    if (lacksNamespace(cluster, environment.namespace())
        && cluster.create(KubernetesObject.named(namespace)).isPresent()) {
      made.add(namespace);
    }
    if (cluster.get(set.parent()).isEmpty()
        && cluster.create(ParentRecord.initial(set).object()).isPresent()) {
      made.add(set.parent());
    }
    return new EnvironmentCreated(
        environment.name(), question.id(), environment.cluster(), made, question.actor());
  }

  /** False also where we may not look: with rights in some namespaces only, those are there. */
  public static boolean lacksNamespace(Cluster cluster, String name) throws InterruptedException {
    try {
      return cluster.get(namespace(name)).isEmpty();
    } catch (RefusedException e) {
      if (e.reason() == RolloutFailure.FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  private static ObjectName namespace(String name) {
    return new ObjectName("v1", "Namespace", null, name);
  }
}
