package dev.slipway.writer.edit;

/**
 * One value that is not what it was.
 *
 * @param target which update asked for it
 * @param line from 1
 * @param before the value as YAML reads it, without quotes
 * @param after likewise
 */
public record Change(Target target, Part part, int line, String before, String after) {}
