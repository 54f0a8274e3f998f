package dev.slipway.events.value;

/** Why an update or a request changes nothing. Public: the same token in logs and metrics. */
public enum DeclineReason {
  /** The current version ranks as high or higher. */
  NOT_NEWER,
  /** The tag does not fit the policy. */
  NOT_MATCHED,
  /** The image was not built from the branch that the policy asks for, or does not say. */
  WRONG_BRANCH,
  /** A pin keeps another version until {@code unpin}. */
  PINNED,
  /** A person put this version away; only versions published later come back by themselves. */
  REVERTED,
  /** The other images of its application are not there in this version yet: it waits. */
  INCOMPLETE_VERSION,
  /** The version was not proven in the environment that this one promotes from. */
  NOT_PROVEN,
  /** The tag no longer points where it was proven. */
  DIGEST_MOVED,
  /** The registry has no such image. */
  IMAGE_ABSENT,
  /** The registry does not say whether it has the image; the message says what to set. */
  REGISTRY_REFUSED,
  /** No image of that name. */
  UNKNOWN_IMAGE,
  /** No environment of that name, or none of this repository. */
  UNKNOWN_ENVIRONMENT,
  /** The environment is a branch of its own, which is never written to. */
  NOT_WRITABLE,
  /** Nothing in the environment's files says where the image's version goes. */
  NO_TARGET,
  /** The environment promotes from nowhere. */
  NO_SOURCE,
  /** No earlier version is proven here. */
  NOTHING_PROVEN,
  /** There is nothing to undo: the version is not pinned, or is there already. */
  NOTHING_TO_DO,
  /** SOPS encrypted the file: secrets are never edited. */
  ENCRYPTED_FILE,
  /** The file is a template. */
  TEMPLATE,
  /** The file holds conflict markers. */
  CONFLICT_MARKERS,
  /** The file is not YAML. */
  UNPARSEABLE,
  /** The marker asks for what the value cannot hold. */
  UNSUITABLE_MARKER,
  /** The files name the image in a way that can be read in two ways: a person must say which. */
  AMBIGUOUS_TARGET,
  /** The version stands in a file that other environments use too. */
  SHARED_FILE,
  /** The file is a symbolic link, which is never followed. */
  LINKED_FILE,
  /** The version stands in a file of another repository, which is never written to from here. */
  FOREIGN_FILE,
  /** The marker names a policy that nobody declared. */
  UNKNOWN_POLICY,
  /** The file is larger than the writer edits. */
  TOO_LARGE,
  /** The tag moved, but the environment does not follow it by digest. */
  TAG_MOVED,
  /** The Git host takes no push: a hook or a rule forbids it. */
  PUSH_REJECTED,
  /** The pull request that would have brought it was closed without a merge. */
  REQUEST_CLOSED,
  /** The Git host takes no pull request; the message says what to do. */
  REQUEST_FAILED,
  /** The request could not be carried out as it is; the message says why. */
  INVALID_REQUEST,
  /** Flux's ImageUpdateAutomation, ImagePolicy or ImageRepository says {@code suspend: true}. */
  SUSPENDED
}
