package dev.slipway.sandbox.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.util.FileUtils;

/**
 * A push to a Git server of its own, and a fetch from it, so that the first push after a start
 * finds the code of it loaded: a real Git host has served others before. Leaves nothing behind;
 * where it fails, that first push is as slow as it would be without.
 */
public final class WarmUp implements Runnable {
  static final String NAME = "warm-up";
  private final Path folder;

  /**
   * A warm-up.
   *
   * @param folder that nobody else uses: what is in it is removed, and it as well
   */
  public WarmUp(Path folder) {
    this.folder = folder;
  }

  @Override
  public void run() {
    try {
      remove();
      push();
    } catch (IOException | GitAPIException | RuntimeException e) {
      // As said above.
    } finally {
      tidy();
    }
  }

  /** What it does; its folder stays. */
  void push() throws IOException, GitAPIException {
    try (GitHttpServer server = GitHttpServer.start(folder.resolve("served"), 0)) {
      server.createRepository(NAME);
      String _ = server.commit(NAME, "main", "Begin", Map.of(NAME, "begun\n"));
      try (Git copy =
          Git.cloneRepository()
              .setURI(server.cloneUrl(NAME).toString())
              .setDirectory(folder.resolve("copy").toFile())
              .call()) {
        Files.writeString(folder.resolve("copy").resolve(NAME), "changed\n");
        var _ =
            copy.commit()
                .setAll(true)
                .setAuthor(NAME, NAME)
                .setCommitter(NAME, NAME)
                .setMessage("Change")
                .setSign(false)
                .call();
        var _ = copy.push().call();
        String _ = server.commit(NAME, "main", "Change", Map.of(NAME, "again\n"));
        var _ = copy.fetch().call();
      }
    }
  }

  private void remove() throws IOException {
    FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
  }

  private void tidy() {
    try {
      remove();
    } catch (IOException e) {
      // The next start removes it.
    }
  }
}
