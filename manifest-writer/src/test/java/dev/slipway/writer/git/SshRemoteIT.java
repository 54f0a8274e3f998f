package dev.slipway.writer.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.git.DeployKey;
import dev.slipway.git.SshKeyFiles;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.git.GitSshServer;
import dev.slipway.writer.Branch;
import dev.slipway.writer.Draft;
import dev.slipway.writer.GitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A remote over SSH, with a deploy key. */
class SshRemoteIT {
  private static final GitBranch MAIN = GitBranch.parse("main");

  @TempDir Path folder;
  private GitHttpServer content;
  private GitSshServer host;
  private SshKeyFiles key;
  private Path knownHosts;
  private JGitRepositories repositories;

  @BeforeEach
  void start() throws IOException {
    content = GitHttpServer.start(folder.resolve("git"), 0);
    content.createRepository("shop");
    content.commit("shop", "main", "Begin", Map.of("a.yaml", "a: 1\n"));
    host = GitSshServer.start(folder.resolve("git"), 0);
    key = SshKeyFiles.write(folder.resolve("id"));
    host.allow(key.publicLine());
    knownHosts = Files.writeString(folder.resolve("known_hosts"), host.knownHostsLine());
    repositories = new JGitRepositories(folder.resolve("cache"));
  }

  @AfterEach
  void stop() {
    repositories.close();
    host.close();
    content.close();
  }

  @Test
  void readsAndPushesWithADeployKey() {
    try (GitAccess access = access(null)) {
      Branch branch = branch(access);

      var head = branch.fetch().orElseThrow();
      Branch.Push push = branch.push(head, draft("a: 2\n"));

      assertThat(push).isInstanceOf(Branch.Push.Done.class);
      assertThat(branch.fetch()).contains(((Branch.Push.Done) push).revision());
    }
  }

  @Test
  void opensAKeyWithItsPassphrase() throws IOException {
    key = SshKeyFiles.write(folder.resolve("locked"), "correct horse");
    host.allow(key.publicLine());

    try (GitAccess access =
        access(Files.writeString(folder.resolve("passphrase"), "correct horse\n"))) {
      assertThat(branch(access).fetch()).isPresent();
    }
  }

  @Test
  void refusesAHostThatShowsAnotherKeyAndSaysWhatToDo() throws IOException {
    try (GitAccess access = access(null);
        GitSshServer other = GitSshServer.start(folder.resolve("git"), 0)) {
      other.allow(key.publicLine());
      Files.writeString(
          knownHosts, host.knownHostsLine().replace(":" + host.port(), ":" + other.port()));
      Branch branch = repositories.branch(repository(other), MAIN, access);

      assertThatThrownBy(branch::fetch)
          .isInstanceOfSatisfying(
              GitException.class,
              e -> assertThat(e.reason()).isEqualTo(GitException.Reason.HOST_KEY))
          .hasMessageMatching(
              "cannot fetch from ssh://git@127\\.0\\.0\\.1:\\d+/shop\\.git: .*127\\.0\\.0\\.1.*"
                  + " shows the key ecdsa-sha2-nistp256 SHA256:\\S+, but .*known_hosts knows it by"
                  + " another: somebody may stand in between, or the host has a new key; compare"
                  + " with the fingerprints that the host publishes before you replace the line");
    }
  }

  @Test
  void refusesAHostThatItDoesNotKnow() throws IOException {
    Files.writeString(knownHosts, "");
    try (GitAccess access = access(null)) {
      assertThatThrownBy(branch(access)::fetch)
          .isInstanceOf(GitException.class)
          .hasMessageContaining("known_hosts does not know")
          .hasMessageContaining("ssh-keyscan");

      Files.writeString(knownHosts, host.knownHostsLine());
      assertThat(branch(access).fetch()).isPresent();
    }
  }

  @Test
  void saysWhereTheHostDoesNotTakeTheKeyAndRecovers() {
    host.allowNobody();
    try (GitAccess access = access(null)) {
      assertThatThrownBy(branch(access)::fetch)
          .isInstanceOfSatisfying(
              GitException.class,
              e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNAUTHORIZED))
          .hasMessageEndingWith(
              "the host refuses the credentials; check the writer's password-file, or its"
                  + " ssh-key-file and the deploy key on the host");

      host.allow(key.publicLine());
      assertThat(branch(access).fetch()).isPresent();
    }
  }

  @Test
  void saysWhereThereIsNoSuchRepository() {
    try (GitAccess access = access(null)) {
      Branch absent =
          repositories.branch(GitRepository.parse(host.cloneUrl("gone").toString()), MAIN, access);

      assertThatThrownBy(absent::fetch)
          .isInstanceOfSatisfying(
              GitException.class,
              e -> assertThat(e.reason()).isEqualTo(GitException.Reason.NOT_FOUND));
    }
  }

  private GitAccess access(@org.jspecify.annotations.Nullable Path passphrase) {
    return new GitAccess(
        null,
        () -> "",
        DeployKey.of(key.privateKey(), passphrase, knownHosts),
        Duration.ofSeconds(10),
        "Slipway",
        "slipway@localhost",
        null);
  }

  private Branch branch(GitAccess access) {
    return repositories.branch(repository(host), MAIN, access);
  }

  private static GitRepository repository(GitSshServer host) {
    return GitRepository.parse(host.cloneUrl("shop").toString());
  }

  private static Draft draft(String content) {
    return new Draft(Map.of("a.yaml", content.getBytes(StandardCharsets.UTF_8)), "Change it\n");
  }
}
