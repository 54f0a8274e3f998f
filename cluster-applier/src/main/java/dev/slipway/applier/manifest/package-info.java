/** YAML files, and what programs print, into objects. Uses {@code yaml} and {@code sops}. */
@NullMarked
package dev.slipway.applier.manifest;

import org.jspecify.annotations.NullMarked;
