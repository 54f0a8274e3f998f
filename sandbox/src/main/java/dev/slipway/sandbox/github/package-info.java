/** A stand-in for GitHub's pull requests, for tests and for trying things out on a laptop. */
@NullMarked
package dev.slipway.sandbox.github;

import org.jspecify.annotations.NullMarked;
