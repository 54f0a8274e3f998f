package dev.slipway.writer.git;

import java.io.IOException;

/** Signs commits with a key from a file. Safe for any thread. */
public interface CommitSigning {

  /**
   * The armored signature of these bytes.
   *
   * @throws IOException where the key cannot be used any more
   */
  byte[] sign(byte[] commit) throws IOException;
}
