package dev.slipway.applier;

import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import java.util.List;

/** Turns an environment's folder into the objects that it declares. Safe for any thread. */
public interface Renderer {

  /**
   * The objects, with the file that declares each; namespaces as the files say them.
   *
   * @param folder the environment's own
   * @param cluster only read, and only where a file asks for what lies there
   * @throws RefusedException {@code UNREADABLE_MANIFEST}, {@code NOT_SUPPORTED}, {@code
   *     TOOL_MISSING}, {@code RENDER_FAILED}, {@code DECRYPTION_FAILED}; names the file
   * @throws UnavailableException where Git, a registry or the cluster does not answer; trying again
   *     helps
   */
  List<DesiredObject> render(Folder folder, Environment environment, Cluster cluster)
      throws InterruptedException;

  /**
   * Whether the environment's last rendering took something that is not in its commit: the same
   * commit may mean something else later.
   */
  default boolean takesFromElsewhere(EnvironmentName environment) {
    return false;
  }

  /** Every value that rendering met so far and that nobody is to read. */
  default Secrets secrets() {
    return new Secrets();
  }
}
