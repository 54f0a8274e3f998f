package dev.slipway.events.value;

/**
 * Why a revision does not run, or why a question about a cluster is declined. Public: the same
 * token in logs, metrics and runbooks.
 */
public enum RolloutFailure {
  /** The environment was never set up in the cluster, and may not be created. */
  ENVIRONMENT_ABSENT,
  /** No applier knows the cluster. */
  UNKNOWN_CLUSTER,
  /** The folder is not in the commit. */
  PATH_ABSENT,
  /** A file is not YAML, or not a Kubernetes object. */
  UNREADABLE_MANIFEST,
  /** The folder holds something that this version cannot apply, named in the message. */
  NOT_SUPPORTED,
  /** A program that the folder needs (kustomize, helm) is not installed beside the applier. */
  TOOL_MISSING,
  /** Kustomize or Helm cannot render it, in their own words. */
  RENDER_FAILED,
  /** An encrypted file cannot be decrypted: no key fits, or it was changed afterwards. */
  DECRYPTION_FAILED,
  /** Two files declare the same object. */
  DUPLICATE_OBJECT,
  /** An object belongs to another environment. */
  OWNED_BY_ANOTHER,
  /** The API server does not know the kind. */
  UNKNOWN_KIND,
  /** The API server refuses an object. */
  REJECTED,
  /** Another manager owns a field: each is named in the message. */
  CONFLICT,
  /** A field changed that cannot be changed on a live object. */
  IMMUTABLE,
  /** More objects left the environment than may be deleted without a confirmation. */
  PRUNE_LIMIT,
  /** The applier lacks a permission, named in the message. */
  FORBIDDEN,
  /** The cluster records a newer revision than this one. */
  OUTDATED,
  /** An image cannot be pulled. */
  IMAGE_PULL_FAILED,
  /** A container crashes. */
  CRASHED,
  /** A pod runs but does not become ready. */
  NOT_READY,
  /** No node takes the pod. */
  UNSCHEDULABLE,
  /** A quota or an admission rule keeps pods from being made. */
  POD_REFUSED,
  /** Not done in time, and nothing above says why. */
  TIMED_OUT,
  /** The pods run another digest than the restart was for. */
  DIGEST_NOT_RUNNING,
  /** A question: nobody declares the environment. */
  UNKNOWN_ENVIRONMENT,
  /** A question: no revision of the environment is known, or Git does not hand it out. */
  UNKNOWN_REVISION,
  /** A question: it would write, and the environment is on hold. */
  ON_HOLD,
  /** A question: it would write, and the environment is only observed. */
  ONLY_OBSERVED,
  /** A question: Git, a registry or the cluster did not answer in time. Asking again may help. */
  NO_ANSWER
}
