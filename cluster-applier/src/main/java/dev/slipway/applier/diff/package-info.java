/** What a revision would change, per object, with secrets masked. */
@NullMarked
package dev.slipway.applier.diff;

import org.jspecify.annotations.NullMarked;
