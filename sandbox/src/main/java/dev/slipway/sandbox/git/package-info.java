/**
 * Git over smart HTTP for the bare repositories under a folder, with GitHub's push webhook.
 *
 * <p>A stand-in for a Git host; real {@code git} clones from it and pushes to it. Uses JGit, the
 * JDK, Jackson and {@code sandbox.http}.
 */
@NullMarked
package dev.slipway.sandbox.git;

import org.jspecify.annotations.NullMarked;
