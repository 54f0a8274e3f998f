package dev.slipway.events;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import org.jspecify.annotations.Nullable;

/**
 * This version, in this environment, whatever the policy says.
 *
 * @param image the image's name in {@code slipway.yaml}
 * @param version a tag or a digest that the registry holds
 * @param pin whether it stays until {@code unpin}; otherwise a version published later replaces it
 */
public record DeployRequested(
    EnvironmentName environment,
    String image,
    String version,
    boolean pin,
    Actor actor,
    @Nullable String reason)
    implements RequestEvent {}
