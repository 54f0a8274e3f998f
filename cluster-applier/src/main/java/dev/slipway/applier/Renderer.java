package dev.slipway.applier;

import java.util.List;

/** Turns a folder into the objects that it declares. Safe for any thread. */
public interface Renderer {

  /**
   * The objects, with the file that declares each; namespaces as the files say them.
   *
   * @param path of the folder, from the repository's root
   * @throws RefusedException {@code UNREADABLE_MANIFEST}, {@code NOT_SUPPORTED}; names the file
   */
  List<DesiredObject> render(Folder folder, String path);
}
