package dev.slipway.watcher;

/** How much of a repository's tags is to be listed now. */
enum ListDue {
  NOTHING,
  /** What comes behind the last known tags, in the order of names. */
  NEW_TAGS,
  ALL_TAGS
}
