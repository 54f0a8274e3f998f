package dev.slipway.writer;

import dev.slipway.events.value.GitRevision;

/**
 * How far the branch's log has been read.
 *
 * @param epoch when this numbering began, in milliseconds since 1970
 * @param position commits since then on the first-parent line
 */
public record Cursor(long epoch, long position, GitRevision revision) {

  Cursor next(GitRevision commit) {
    return new Cursor(epoch, position + 1, commit);
  }
}
