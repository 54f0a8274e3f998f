package dev.slipway.writer.edit;

/**
 * What a target holds now.
 *
 * @param line from 1
 * @param value as YAML reads it, without quotes
 */
public record FoundValue(Target target, Part part, int line, String value) {}
