/**
 * Make it so: what the cluster runs.
 *
 * <p>Here stand the ports and the values that all parts share: a revision's files come from a
 * {@link dev.slipway.applier.SourceRepository}, a {@link dev.slipway.applier.Renderer} turns them
 * into objects, a {@link dev.slipway.applier.Cluster} takes them. {@code environment} leads the
 * work; {@code plan}, {@code write}, {@code restart}, {@code follow}, {@code drift}, {@code diff},
 * {@code clearance} and {@code state} each do one part of it; {@code object} and {@code rollout}
 * know nothing but Kubernetes' own rules. The other packages are adapters, one per outside system.
 * Only the application, its settings and its health know Spring.
 */
@NullMarked
package dev.slipway.applier;

import org.jspecify.annotations.NullMarked;
