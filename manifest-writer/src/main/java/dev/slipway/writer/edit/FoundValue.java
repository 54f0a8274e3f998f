package dev.slipway.writer.edit;

/**
 * What a target holds now.
 *
 * @param line from 1
 * @param value as YAML reads it, without quotes
 * @param entry equal for values of one file that name one image together, such as a tag and the
 *     digest beside it; 0 where a marker or a path names the value
 */
public record FoundValue(Target target, Part part, int line, String value, int entry) {}
