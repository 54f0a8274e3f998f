/**
 * Files encrypted by SOPS, decrypted in memory only. A file's data key comes from a {@link
 * dev.slipway.applier.sops.DataKeys}: by age today. Uses {@code yaml}.
 */
@NullMarked
package dev.slipway.applier.sops;

import org.jspecify.annotations.NullMarked;
