/**
 * What exists: which tags and digests registries hold, told once per change.
 *
 * <p>The core and its ports, plain Java: {@link dev.slipway.watcher.RepositoryWatch} works per
 * repository, {@link dev.slipway.watcher.Registry} is how it asks. Uses {@code events} and {@code
 * messaging}; the adapters {@code registry} and {@code webhook} use it, {@code wiring} puts all
 * together.
 */
@NullMarked
package dev.slipway.watcher;

import org.jspecify.annotations.NullMarked;
