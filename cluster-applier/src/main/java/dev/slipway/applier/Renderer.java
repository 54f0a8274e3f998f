package dev.slipway.applier;

import dev.slipway.events.Environment;

/** Turns an environment's folder into the objects that it declares. Safe for any thread. */
public interface Renderer {

  /**
   * What the folder declares.
   *
   * @param folder the environment's own
   * @param cluster only read, and only where a file asks for what lies there
   * @throws RefusedException {@code UNREADABLE_MANIFEST}, {@code NOT_SUPPORTED}, {@code
   *     TOOL_MISSING}, {@code RENDER_FAILED}, {@code DECRYPTION_FAILED}; names the file
   * @throws UnavailableException where Git, a registry or the cluster does not answer; trying again
   *     helps
   */
  Declared render(Folder folder, Environment environment, Cluster cluster)
      throws InterruptedException;

  /** Every value that rendering met so far and that nobody is to read. */
  default Secrets secrets() {
    return new Secrets();
  }
}
