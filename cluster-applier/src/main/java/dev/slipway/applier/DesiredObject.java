package dev.slipway.applier;

import dev.slipway.applier.object.KubernetesObject;

/**
 * An object as the environment's files declare it.
 *
 * @param file where it is declared; where a tool rendered it, the file that the tool was given,
 *     with an id of this object's own content: an equal id is an equal object
 */
public record DesiredObject(KubernetesObject object, SourceFile file) {}
