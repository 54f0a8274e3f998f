package dev.slipway.sandbox.github;

import org.jspecify.annotations.Nullable;

/**
 * A pull request as it is kept.
 *
 * @param repository {@code owner/name}
 * @param closedHead the head when it was closed or merged; absent while it is open
 */
record StoredRequest(
    String repository,
    int number,
    String head,
    String base,
    String title,
    String body,
    boolean open,
    boolean merged,
    @Nullable String closedHead) {

  StoredRequest worded(String newTitle, String newBody) {
    return new StoredRequest(
        repository, number, head, base, newTitle, newBody, open, merged, closedHead);
  }

  StoredRequest closed(boolean byMerge, String lastHead) {
    return new StoredRequest(repository, number, head, base, title, body, false, byMerge, lastHead);
  }

  StoredRequest reopened() {
    return new StoredRequest(repository, number, head, base, title, body, true, false, null);
  }
}
