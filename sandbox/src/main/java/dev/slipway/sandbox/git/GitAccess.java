package dev.slipway.sandbox.git;

/** What a user of a Git host may do. */
public enum GitAccess {
  /** Clone and fetch. */
  READ,
  /** Push too. */
  WRITE
}
