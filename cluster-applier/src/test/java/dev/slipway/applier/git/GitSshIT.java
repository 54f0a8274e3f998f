package dev.slipway.applier.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.Folder;
import dev.slipway.applier.UnavailableException;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.git.DeployKey;
import dev.slipway.git.SshKeyFiles;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.git.GitSshServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading over SSH with a deploy key. */
class GitSshIT {
  @TempDir Path directory;
  private GitHttpServer content;
  private GitSshServer host;
  private SshKeyFiles key;
  private Path knownHosts;
  private GitRevision commit;

  @BeforeEach
  void start() throws IOException {
    content = GitHttpServer.start(directory.resolve("host"), 0);
    content.createRepository("deploy");
    commit =
        GitRevision.parse(
            content.commit("deploy", "main", "Begin", Map.of("apps/dev/a.yaml", "1")));
    host = GitSshServer.start(directory.resolve("host"), 0);
    key = SshKeyFiles.write(directory.resolve("id"));
    host.allow(key.publicLine());
    knownHosts = Files.writeString(directory.resolve("known_hosts"), host.knownHostsLine());
  }

  @AfterEach
  void stop() {
    host.close();
    content.close();
  }

  @Test
  void readsWithADeployKey() throws InterruptedException {
    try (JGitSource source = source()) {
      assertThat(text(source)).isEqualTo("1");
    }
  }

  @Test
  void refusesAHostThatShowsAnotherKeyAndSaysWhatToDo() throws Exception {
    try (JGitSource source = source();
        GitSshServer other = GitSshServer.start(directory.resolve("host"), 0)) {
      Files.writeString(
          knownHosts, other.knownHostsLine().replace(":" + other.port(), ":" + host.port()));

      assertThatThrownBy(() -> text(source))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("known_hosts knows it by another: somebody may stand in between")
          .hasMessageContaining("compare with the fingerprints that the host publishes");

      Files.writeString(knownHosts, host.knownHostsLine());
      assertThat(text(source)).isEqualTo("1");
    }
  }

  @Test
  void saysThatAnAddressOverSshNeedsAKey() {
    try (JGitSource source =
        new JGitSource(directory.resolve("cache"), new GitCredentials(List.of()))) {
      assertThatThrownBy(() -> text(source))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(
              "no entry of slipway.applier.git with an ssh-key-file and a known-hosts-file begins"
                  + " with this address");
    }
  }

  private JGitSource source() {
    var entry =
        new GitCredentials.Entry.Key(
            "ssh://git@127.0.0.1:" + host.port() + "/",
            DeployKey.of(key.privateKey(), null, knownHosts));
    return new JGitSource(directory.resolve("cache"), new GitCredentials(List.of(entry)));
  }

  private String text(JGitSource source) throws InterruptedException {
    GitRepository address = GitRepository.parse(host.cloneUrl("deploy").toString());
    Folder folder = source.folder(address, GitBranch.parse("main"), commit, "apps/dev");
    return new String(folder.read(folder.files().getFirst()), StandardCharsets.UTF_8);
  }
}
