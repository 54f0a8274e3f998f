package dev.slipway.applier.sops;

import dev.slipway.applier.RefusedException;

/**
 * What opens the data key of a file: age, PGP, a cloud's key service. Safe for any thread.
 *
 * <p>Neither a key nor what it opens ever stands in a message.
 */
public interface DataKeys {

  /** Stands for the keys themselves: equal names, equal keys. */
  String name();

  /**
   * The data key, 32 bytes.
   *
   * @param file for people to read
   * @throws RefusedException {@code DECRYPTION_FAILED} where none of our keys fits; {@code
   *     NOT_SUPPORTED} where only a kind of key would that we cannot use
   */
  byte[] dataKey(String file, SopsMetadata metadata);
}
