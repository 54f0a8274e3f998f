/**
 * {@code slipway.yaml}: what a repository's people wrote, checked, and resolved into the records of
 * {@code slipway.config}.
 *
 * <p>A setting that is not honoured yet is rejected by name, never ignored. Uses the YAML library's
 * nodes, so that every problem names its line.
 */
@NullMarked
package dev.slipway.writer.configuration;

import org.jspecify.annotations.NullMarked;
