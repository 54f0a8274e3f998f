package dev.slipway.applier;

import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.ObjectName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A Kubernetes API server. Safe for any thread.
 *
 * <p>Every method throws {@link UnavailableException} where the server does not answer in time, is
 * overloaded, or refuses our credentials (a retry helps), and {@link RefusedException} with {@code
 * FORBIDDEN}, naming what is missing, where a permission lacks (it does not, until that changes).
 */
public interface Cluster {

  /** Whether objects of that kind live in namespaces; empty where the server knows no such kind. */
  Optional<Scope> scope(String apiVersion, String kind) throws InterruptedException;

  Optional<KubernetesObject> get(ObjectName name) throws InterruptedException;

  /**
   * The object as {@link #apply} would leave it. Writes nothing.
   *
   * @throws RefusedException as {@link #apply}
   */
  KubernetesObject dryRun(KubernetesObject object, FieldManager manager)
      throws InterruptedException;

  /**
   * Whether the server would take the object as a new one, just so. Writes nothing; costs half of
   * what {@link #dryRun} does, which says why where this says no.
   *
   * @return false where there is one of that name, where anything speaks against it, or where this
   *     cannot be told so
   */
  boolean wouldMake(KubernetesObject object) throws InterruptedException;

  /**
   * Server-side apply: exactly these fields are the manager's afterwards. Forced only where the
   * manager says so.
   *
   * @return the object as it is now
   * @throws RefusedException {@code REJECTED} where the server finds it invalid or a webhook
   *     refuses it; {@code CONFLICT} where another manager owns a field (each named); {@code
   *     UNKNOWN_KIND}
   */
  KubernetesObject apply(KubernetesObject object, FieldManager manager) throws InterruptedException;

  /** Makes the object; empty where there is one of that name already. */
  Optional<KubernetesObject> create(KubernetesObject object) throws InterruptedException;

  /**
   * Replaces the object, if it is still the version that it was read in.
   *
   * @param object with the {@code resourceVersion} that was read
   * @throws UnavailableException {@code LOST_RACE} where somebody wrote it meanwhile, or it is gone
   */
  KubernetesObject replace(KubernetesObject object) throws InterruptedException;

  /**
   * The object as {@link #takeOver} would leave it. Writes nothing.
   *
   * @throws UnavailableException as {@link #takeOver}
   */
  KubernetesObject tryTakeover(Takeover takeover) throws InterruptedException;

  /**
   * Gives fields to other owners, if the object is still the version that it was read in. Changes
   * no value.
   *
   * @throws UnavailableException {@code LOST_RACE} where somebody wrote it meanwhile, or it is gone
   */
  KubernetesObject takeOver(Takeover takeover) throws InterruptedException;

  /** Deletes the object if it is still this one; its dependents follow in the background. */
  void delete(ObjectName name, String uid) throws InterruptedException;

  /**
   * The objects of these kinds with that label.
   *
   * @param kinds kinds that the server does not know (any more) have no objects
   * @param namespaces where to look; cluster-scoped kinds are found in any case
   */
  default List<KubernetesObject> labelled(
      Collection<GroupKind> kinds, Set<String> namespaces, String label, String value)
      throws InterruptedException {
    return labelled(kinds, namespaces, label, value, UnaryOperator.identity());
  }

  /**
   * As {@link #labelled(Collection, Set, String, String)}, of which only this is kept.
   *
   * @param kept what is kept of an object; it is given each as soon as it has come, with its
   *     managed fields where the server has them
   */
  List<KubernetesObject> labelled(
      Collection<GroupKind> kinds,
      Set<String> namespaces,
      String label,
      String value,
      UnaryOperator<KubernetesObject> kept)
      throws InterruptedException;

  /**
   * Follows workloads with their pods and replica sets, until closed.
   *
   * @param kinds of {@code Deployment}, {@code StatefulSet}, {@code DaemonSet}, {@code Job}
   * @param label only workloads with this label...
   * @param value ...of this value
   */
  default WorkloadWatch watch(Set<String> namespaces, Set<String> kinds, String label, String value)
      throws InterruptedException {
    return watch(namespaces, kinds, Set.of(), label, value);
  }

  /**
   * As {@link #watch(Set, Set, String, String)}, with objects of other kinds.
   *
   * @param others kinds of which only the objects themselves are followed; one that the server does
   *     not know has none
   */
  WorkloadWatch watch(
      Set<String> namespaces, Set<String> kinds, Set<GroupKind> others, String label, String value)
      throws InterruptedException;

  /**
   * The last lines that a container wrote.
   *
   * @param previous of its last run, not of the one that is running
   * @return empty where there are none to be had, whatever the cause
   */
  List<String> logTail(String namespace, String pod, String container, boolean previous, int lines)
      throws InterruptedException;

  /** What was reported about the object as a warning, newest last. */
  List<String> warnings(String namespace, String kind, String name) throws InterruptedException;

  /** Where objects of a kind live. */
  enum Scope {
    NAMESPACED,
    CLUSTER
  }
}
