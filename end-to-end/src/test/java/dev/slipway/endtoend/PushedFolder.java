package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/** A person's working copy: what is written in it is committed to main and pushed over HTTP. */
final class PushedFolder {
  private static final String BRANCH = "main";
  private final Path folder;

  PushedFolder(Path folder) {
    this.folder = folder;
  }

  /** A bare repository without a commit, as a Git host makes it. */
  static void host(Path directory) throws GitAPIException, IOException {
    try (Git git =
        Git.init().setBare(true).setInitialBranch(BRANCH).setGitDir(directory.toFile()).call()) {
      StoredConfig config = git.getRepository().getConfig();
      config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
      config.setBoolean("http", null, "receivepack", true);
      config.save();
    }
  }

  Path folder() {
    return folder;
  }

  void commit(Map<String, String> files) throws GitAPIException, IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    try (Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch(BRANCH).call()) {
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("change")
          .setAuthor("test", "test@example.org")
          .setCommitter("test", "test@example.org")
          .setSign(false)
          .call();
    }
  }

  void push(String url, Map<String, String> files) throws GitAPIException, IOException {
    commit(files);
    try (Git git = Git.open(folder.toFile())) {
      for (PushResult result : git.push().setRemote(url).add(BRANCH).call()) {
        assertThat(result.getRemoteUpdates())
            .extracting(RemoteRefUpdate::getStatus)
            .containsOnly(RemoteRefUpdate.Status.OK);
      }
    }
  }
}
