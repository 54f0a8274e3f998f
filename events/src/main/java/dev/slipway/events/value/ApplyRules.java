package dev.slipway.events.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an environment's objects are applied. The defaults are those that can do no harm.
 *
 * @param mode whether anything is written at all
 * @param force whether fields that other managers own are taken from them; otherwise each conflict
 *     is a failure that names who owns what
 * @param recreate whether an object of which an immutable field changed is deleted and made anew
 * @param prune what may be deleted
 * @param drift what becomes of live objects that differ from what was applied
 * @param serviceAccount in the environment's namespace; everything is done in its name, with its
 *     rights; absent: in the applier's own
 * @param clearance which changes of a guarded environment wait for the guard; absent: all
 * @param dependsOn environments whose last revision must run first; absent: none
 */
public record ApplyRules(
    Mode mode,
    boolean force,
    boolean recreate,
    PruneLimits prune,
    DriftAnswer drift,
    @Nullable String serviceAccount,
    @Nullable ClearanceNeed clearance,
    @Nullable List<EnvironmentName> dependsOn) {
  public static final ApplyRules DEFAULT =
      new ApplyRules(Mode.APPLY, false, false, PruneLimits.DEFAULT, DriftAnswer.CORRECT, null);

  /** Whether anything is written. */
  public enum Mode {
    APPLY,
    /** What would be applied is reported, and nothing is written. */
    OBSERVE
  }

  /** What becomes of drift. */
  public enum DriftAnswer {
    CORRECT,
    /** It is told, and left. */
    REPORT
  }

  /** Which changes of a guarded environment wait until the guard clears them. */
  public enum ClearanceNeed {
    ALWAYS,
    /** Those that may start or stop a pod; others are applied at once. */
    PODS_ONLY
  }

  public ApplyRules {
    if (serviceAccount != null) {
      Check.notBlank("serviceAccount", serviceAccount);
    }
    dependsOn = dependsOn == null ? null : List.copyOf(dependsOn);
  }

  /** Rules by which every change waits for the guard, and for nothing else. */
  public ApplyRules(
      Mode mode,
      boolean force,
      boolean recreate,
      PruneLimits prune,
      DriftAnswer drift,
      @Nullable String serviceAccount) {
    this(mode, force, recreate, prune, drift, serviceAccount, null, null);
  }

  /** Whether only what may start or stop a pod waits for the guard. */
  public boolean waitsForPodsOnly() {
    return clearance == ClearanceNeed.PODS_ONLY;
  }

  /** The environments whose last revision must run first. */
  public List<EnvironmentName> dependencies() {
    return dependsOn == null ? List.of() : dependsOn;
  }
}
