package dev.slipway.applier.kubernetes;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is reached.
 *
 * @param kubeconfig absent: as a pod of that cluster, by its service account
 * @param context absent: the file's current one
 */
public record ClusterAccess(@Nullable Path kubeconfig, @Nullable String context) {}
