package dev.slipway.applier.environment;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Concurrently;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Secrets;
import dev.slipway.applier.diff.Diff;
import dev.slipway.applier.diff.DiffWriter;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.Stage;
import dev.slipway.applier.plan.DesiredState;
import dev.slipway.applier.plan.LiveObjects;
import dev.slipway.applier.plan.Membership;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.applier.plan.Pruning;
import dev.slipway.applier.plan.SetUp;
import dev.slipway.applier.plan.Trial;
import dev.slipway.events.Environment;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what applying a commit would change, by dry-run, and what speaks against it. Writes
 * nothing. One object that the cluster would refuse does not keep the others from being compared.
 */
final class DiffReader {
  private final Preparation preparation;
  private final Secrets secrets;

  DiffReader(Preparation preparation, Secrets secrets) {
    this.preparation = preparation;
    this.secrets = secrets;
  }

  /**
   * Compares.
   *
   * @throws RefusedException where the commit cannot be rendered, or the cluster is not known
   */
  Diff read(Environment environment, GitRevision commit) throws InterruptedException {
    Cluster cluster = preparation.cluster(environment);
    return new Reading(environment, commit, cluster).read();
  }

  /** What comes of one object; neither: it stays as it is. */
  private record Looked(
      Optional<KubernetesObject> before,
      Optional<KubernetesObject> after,
      @Nullable String obstacle) {}

  private final class Reading {
    private final Environment environment;
    private final GitRevision commit;
    private final Cluster cluster;
    private final ApplySet set;
    private final Set<String> owners;
    private final Set<String> namespacesToCome = new HashSet<>();
    private final Set<GroupKind> kindsToCome = new HashSet<>();
    private final List<String> obstacles = new ArrayList<>();

    private Reading(Environment environment, GitRevision commit, Cluster cluster) {
      this.environment = environment;
      this.commit = commit;
      this.cluster = cluster;
      this.set = new ApplySet(environment.name(), environment.namespace());
      this.owners = Membership.owners(environment);
    }

    private Diff read() throws InterruptedException {
      List<DesiredObject> declared = preparation.declared(environment, commit, cluster).objects();
      List<DesiredObject> desired =
          DesiredState.of(declared, cluster, set).stream()
              .sorted(Comparator.comparing(one -> Stage.of(one.object())))
              .toList();
      Optional<ParentRecord> parent = cluster.get(set.parent()).map(ParentRecord::new);
      if (parent.isEmpty()) {
        noteAbsence();
      }
      Membership.Members members =
          new Membership(cluster, environment, set, owners, true).members(parent, desired, null);
      notePruneLimit(members);
      noteWhatComes(desired);
      List<Looked> looked = Concurrently.map(desired, one -> look(one, members.live()));
      DiffWriter writer = new DiffWriter(secrets);
      looked.forEach(one -> hide(one.before(), one.after()));
      members.toPrune().forEach(secrets::addData);
      for (Looked one : looked) {
        one.after().ifPresent(after -> writer.add(one.before(), after));
        if (one.obstacle() != null) {
          obstacles.add(one.obstacle());
        }
      }
      members.toPrune().forEach(writer::addDeleted);
      return writer.diff(environment.name(), commit, obstacles);
    }

    private void hide(Optional<KubernetesObject> before, Optional<KubernetesObject> after) {
      before.ifPresent(secrets::addData);
      after.ifPresent(secrets::addData);
    }

    private void noteAbsence() throws InterruptedException {
      if (SetUp.lacksNamespace(cluster, environment.namespace())) {
        namespacesToCome.add(environment.namespace());
      }
      if (!environment.create()) {
        obstacles.add(
            "%s: the environment was never set up in cluster %s: slipway environment create %s"
                .formatted(
                    RolloutFailure.ENVIRONMENT_ABSENT, environment.cluster(), environment.name()));
      }
    }

    private void notePruneLimit(Membership.Members members) {
      try {
        Pruning.refuseTooMany(environment, members.toPrune(), members.live().found().size());
      } catch (RefusedException e) {
        obstacles.add(obstacle(e));
      }
    }

    /** What a namespace or a definition brings cannot be tried before that is there. */
    private void noteWhatComes(List<DesiredObject> desired) throws InterruptedException {
      for (DesiredObject one : desired) {
        KubernetesObject object = one.object();
        boolean namespace = object.kind().equals("Namespace");
        boolean definition = object.kind().equals("CustomResourceDefinition");
        if ((namespace || definition) && cluster.get(object.objectName()).isEmpty()) {
          if (namespace) {
            namespacesToCome.add(object.name());
          } else {
            kindsToCome.add(
                new GroupKind(
                    object.text("spec", "group").orElse(""),
                    object.text("spec", "names", "kind").orElse("")));
          }
        }
      }
    }

    private Looked look(DesiredObject one, LiveObjects listed) throws InterruptedException {
      KubernetesObject object = one.object();
      if (listed.isSettled(object.id())) {
        return new Looked(Optional.of(object), Optional.of(object), null);
      }
      KubernetesObject member = listed.found().get(object.id());
      if (namespacesToCome.contains(String.valueOf(object.namespace()))
          || kindsToCome.contains(object.id().groupKind())) {
        return new Looked(Optional.empty(), Optional.of(object), null);
      }
      Optional<KubernetesObject> live =
          member == null ? cluster.get(object.objectName()) : Optional.of(member);
      Optional<String> owner =
          live.flatMap(ApplySet::of).filter(id -> !owners.contains(id)).map(id -> another(one, id));
      try {
        KubernetesObject tried = Trial.of(cluster, object, environment).result();
        return new Looked(live, Optional.of(tried), owner.orElse(null));
      } catch (RefusedException e) {
        String obstacle = one.file().path() + ": " + obstacle(e);
        return e.reason() == RolloutFailure.CONFLICT
            ? new Looked(live, forced(object), obstacle)
            : new Looked(live, Optional.empty(), obstacle);
      }
    }

    /** As if the fields were taken: people want to see what they quarrel about. */
    private Optional<KubernetesObject> forced(KubernetesObject object) throws InterruptedException {
      try {
        return Optional.of(cluster.dryRun(object, FieldManager.APPLY_FORCED));
      } catch (RefusedException e) {
        return Optional.empty();
      }
    }

    private String another(DesiredObject one, String owner) {
      return "%s: %s: %s belongs to another environment (ApplySet %s)"
          .formatted(RolloutFailure.OWNED_BY_ANOTHER, one.file().path(), one.object(), owner);
    }

    private static String obstacle(RefusedException e) {
      return e.reason() + ": " + e.getMessage();
    }
  }
}
