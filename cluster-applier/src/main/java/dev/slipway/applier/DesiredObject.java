package dev.slipway.applier;

import dev.slipway.applier.object.KubernetesObject;

/**
 * An object as the environment's files declare it.
 *
 * @param file where it is declared
 */
public record DesiredObject(KubernetesObject object, SourceFile file) {}
