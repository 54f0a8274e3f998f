/**
 * Remote Git repositories through JGit: fetch, read trees, commit by rewriting only what is
 * touched, push without force.
 *
 * <p>Implements {@link dev.slipway.writer.Branch}. Keeps a bare copy of each repository; it is a
 * cache and may be deleted at any time.
 */
@NullMarked
package dev.slipway.writer.git;

import org.jspecify.annotations.NullMarked;
