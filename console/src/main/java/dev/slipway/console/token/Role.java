package dev.slipway.console.token;

/**
 * What a token allows. Each role may do what the ones before it may.
 *
 * <p>A rollback needs no more than a deployment: whoever can deploy an older version could do the
 * same, and it waits at the same gate. Standing still, going on and going past the gate concern
 * everybody's work, so they are the operators'.
 */
public enum Role {
  /** Sees status, events and stories. */
  VIEW,
  /** Deploys, unpins, promotes, approves, restarts, rolls back. */
  DEPLOY,
  /** Holds, resumes, goes past the gate. */
  OPERATE;

  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
