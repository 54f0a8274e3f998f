/**
 * What an environment's files hold: which of them it reaches, the images that they name and where,
 * remembered from one commit to the next.
 */
@NullMarked
package dev.slipway.writer.files;

import org.jspecify.annotations.NullMarked;
