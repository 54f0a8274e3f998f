/**
 * Flux's objects in a repository, read as configuration: which images are followed, which folders
 * are environments, who may edit what. Never applied, never written.
 *
 * <p>Objects are read as Flux would see them in the cluster: after the Kustomize patches of the
 * cluster's folder. What is broken is a problem with file and line and concerns only that object;
 * what Slipway cannot do is said. Knows files only through {@link
 * dev.slipway.writer.flux.RepositoryFiles}.
 */
@NullMarked
package dev.slipway.writer.flux;

import org.jspecify.annotations.NullMarked;
