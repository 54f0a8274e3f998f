package dev.slipway.applier.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.Folder;
import dev.slipway.applier.UnavailableException;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.sandbox.git.GitAccess;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.http.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading over HTTP, as from a Git host. */
class GitHttpIT {
  private static final GitBranch MAIN = GitBranch.parse("main");
  @TempDir Path directory;
  private GitHttpServer server;
  private GitRepository address;
  private Path password;
  private JGitSource source;

  @BeforeEach
  void start() throws IOException {
    server = GitHttpServer.start(directory.resolve("host"), 0);
    address = GitRepository.parse(server.createRepository("deploy").toString());
    password = Files.writeString(directory.resolve("password"), "not-a-secret\n");
    source =
        new JGitSource(
            directory.resolve("cache"),
            new GitCredentials(
                List.of(
                    new GitCredentials.Entry.Password(
                        server.uri().toString(), "applier", password))));
  }

  @AfterEach
  void stop() {
    source.close();
    server.close();
  }

  @Test
  void readsWithItsCredentialsAndFollowsTheirRotation() throws Exception {
    server.allow(new Credentials("applier", "not-a-secret"), GitAccess.READ);
    GitRevision first = commit("1");
    assertThat(text(first)).isEqualTo("1");

    Files.writeString(password, "wrong");
    GitRevision second = commit("2");
    assertThatThrownBy(() -> text(second))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining(address.toString())
        .hasMessageNotContaining("wrong");
    Files.writeString(password, "not-a-secret");
    assertThat(text(second)).isEqualTo("2");
  }

  @Test
  void anOutageInTheMiddleLeavesNothingBroken() throws Exception {
    assertThat(text(commit("1"))).isEqualTo("1");
    GitRevision second = commit("2");
    server.failNext(503, 1, Duration.ZERO);
    assertThatThrownBy(() -> text(second)).isInstanceOf(UnavailableException.class);
    assertThat(text(second)).isEqualTo("2");
  }

  @Test
  void bringsACommitThatTheBranchHasLeftBehind() throws Exception {
    assertThat(text(commit("1"))).isEqualTo("1");
    GitRevision between = commit("2");
    GitRevision head = commit("3");
    assertThat(text(head)).isEqualTo("3");
    assertThat(text(between)).isEqualTo("2");
  }

  private GitRevision commit(String content) {
    return GitRevision.parse(
        server.commit("deploy", "main", "change", Map.of("apps/dev/a.yaml", content)));
  }

  private String text(GitRevision commit) throws InterruptedException {
    Folder folder = source.folder(address, MAIN, commit, "apps/dev");
    return new String(folder.read(folder.files().getFirst()), StandardCharsets.UTF_8);
  }
}
