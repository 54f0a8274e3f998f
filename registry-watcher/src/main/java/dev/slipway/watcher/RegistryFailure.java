package dev.slipway.watcher;

/** Why a registry could not be asked. Public: the same token in logs, metrics and health. */
public enum RegistryFailure {
  /** It wants other credentials, or the credentials lack the right to read this repository. */
  UNAUTHORIZED,
  /** It knows no such repository (yet). */
  REPOSITORY_ABSENT,
  /** Its answer is not what the OCI distribution specification says. */
  MALFORMED,
  /** Its answer is larger than the watcher reads. */
  TOO_LARGE,
  /** It sent content under a digest that is not the content's. */
  DIGEST_MISMATCH,
  /** It refuses the request for another reason. */
  REFUSED,
  /** It wants fewer requests. */
  RATE_LIMITED,
  /** It cannot be reached, or does not answer in time. */
  UNAVAILABLE,
  /** It failed at this request. */
  SERVER_ERROR;

  /** Whether the next request to the same registry would most likely fail in the same way. */
  boolean concernsWholeRegistry() {
    return this == RATE_LIMITED || this == UNAVAILABLE;
  }
}
