/**
 * Git by JGit: a bare repository per remote on disk, and the files of a commit without a work tree.
 */
@NullMarked
package dev.slipway.applier.git;

import org.jspecify.annotations.NullMarked;
