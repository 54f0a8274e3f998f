/**
 * Chooses a version among an image's tags, and says why each other lost.
 *
 * <p>Owns the meaning of every tag policy. Plain Java and RE2's regular expressions, which take
 * time in proportion to the tag, whatever a pattern says. One odd tag never spoils the rest.
 */
@NullMarked
package dev.slipway.writer.policy;

import org.jspecify.annotations.NullMarked;
