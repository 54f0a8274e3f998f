package dev.slipway.events.value;

/**
 * What another environment must run first.
 *
 * @param sequence of its newest revision when this was decided; a later one that runs serves as
 *     well
 */
public record NeededRevision(EnvironmentName environment, Sequence sequence) {}
