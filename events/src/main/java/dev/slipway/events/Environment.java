package dev.slipway.events;

import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.OnFailure;
import dev.slipway.events.value.Promotion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An environment: where its desired state lies, where it runs, and under which conditions it may
 * change.
 *
 * @param branch the branch that holds it
 * @param path folder in that branch, without leading or trailing slash; empty for the root
 * @param writable false where the environment is a branch of its own: updates go to the branch it
 *     comes from
 * @param cluster name of a cluster that an applier knows
 * @param namespace where the parent of its ApplySet lives
 * @param follow the images whose new versions come by themselves
 * @param promote where its versions must have been proven first
 * @param guard what must be so before it may change; absent: it is cleared at once
 * @param create whether an environment that was never set up may be set up by applying
 * @param formerly the name of the environment whose objects, hold, pins and proofs it takes over
 * @param onFailure what follows a rollout that failed; absent: it is reported
 * @param heldBecause why nothing of it may be applied, by its own declaration: a suspended Flux
 *     Kustomization, or one that asks for what Slipway cannot do; absent: it may
 * @param applyRules how its objects are applied; absent: {@link ApplyRules#DEFAULT}
 */
public record Environment(
    EnvironmentName name,
    GitRepository source,
    GitBranch branch,
    String path,
    boolean writable,
    String cluster,
    String namespace,
    List<FollowedImage> follow,
    @Nullable Promotion promote,
    @Nullable Guard guard,
    boolean create,
    @Nullable EnvironmentName formerly,
    @Nullable OnFailure onFailure,
    @Nullable String heldBecause,
    @Nullable ApplyRules applyRules)
    implements ConfigurationEvent {

  public Environment {
    follow = List.copyOf(follow);
  }

  /** An environment whose failures are reported, and that is applied by the default rules. */
  public Environment(
      EnvironmentName name,
      GitRepository source,
      GitBranch branch,
      String path,
      boolean writable,
      String cluster,
      String namespace,
      List<FollowedImage> follow,
      @Nullable Promotion promote,
      @Nullable Guard guard,
      boolean create,
      @Nullable EnvironmentName formerly) {
    this(
        name, source, branch, path, writable, cluster, namespace, follow, promote, guard, create,
        formerly, null, null, null);
  }

  /** An environment that may change. */
  public Environment(
      EnvironmentName name,
      GitRepository source,
      GitBranch branch,
      String path,
      boolean writable,
      String cluster,
      String namespace,
      List<FollowedImage> follow,
      @Nullable Promotion promote,
      @Nullable Guard guard,
      boolean create,
      @Nullable EnvironmentName formerly,
      @Nullable OnFailure onFailure) {
    this(
        name, source, branch, path, writable, cluster, namespace, follow, promote, guard, create,
        formerly, onFailure, null, null);
  }

  /** Whether a version that failed here is taken back without being asked. */
  public boolean rollsBack() {
    return onFailure == OnFailure.ROLLBACK;
  }

  /** How its objects are applied, where nothing is said too. */
  public ApplyRules rules() {
    return applyRules == null ? ApplyRules.DEFAULT : applyRules;
  }

  @Override
  public String key() {
    return keyOf(name);
  }

  public static String keyOf(EnvironmentName name) {
    return "Environment/" + name;
  }
}
