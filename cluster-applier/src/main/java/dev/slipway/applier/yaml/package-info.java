/** YAML as kubectl reads it, as JSON's types. Uses nothing of ours but the core's refusals. */
@NullMarked
package dev.slipway.applier.yaml;

import org.jspecify.annotations.NullMarked;
