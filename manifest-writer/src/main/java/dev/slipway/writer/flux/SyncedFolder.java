package dev.slipway.writer.flux;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitBranch;
import org.jspecify.annotations.Nullable;

/**
 * A folder that a Flux {@code Kustomization} applies: an environment.
 *
 * @param heldBecause why nothing of it may be applied; absent: it may
 */
record SyncedFolder(
    Placed placed,
    EnvironmentName name,
    GitBranch branch,
    String path,
    @Nullable String heldBecause) {}
