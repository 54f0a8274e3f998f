package dev.slipway.applier.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.TestSource;
import dev.slipway.applier.UnavailableException;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitSourceTest {
  @TempDir Path directory;
  private TestSource remote;
  private JGitSource source;

  @BeforeEach
  void start() throws IOException {
    remote = new TestSource(directory.resolve("remote.git"));
    source = open();
  }

  private JGitSource open() {
    return new JGitSource(
        directory.resolve("cache"), new GitCredentials(List.of()), Duration.ofMillis(50));
  }

  @AfterEach
  void stop() {
    source.close();
    remote.close();
  }

  @Test
  void readsTheFilesBelowAFolderAtACommit() throws Exception {
    GitRevision first =
        remote.write("apps/dev/a.yaml", "a: 1").write("apps/dev/b/c.yaml", "c").commit();
    remote.write("apps/dev/a.yaml", "a: 2").write("other/x", "x").commit();

    Folder folder = folder(first, "apps/dev");
    assertThat(folder.files())
        .extracting(SourceFile::path)
        .containsExactly("apps/dev/a.yaml", "apps/dev/b/c.yaml");
    assertThat(text(folder, 0)).isEqualTo("a: 1");
  }

  @Test
  void followsTheBranch() throws Exception {
    for (int i = 0; i < 60; i++) {
      GitRevision commit = remote.write("apps/dev/a.yaml", "a: " + i).commit();
      assertThat(text(folder(commit, "apps/dev"), 0)).isEqualTo("a: " + i);
    }
    // Each fetch leaves a pack; they are put together when nothing is fetched for a while.
    await().until(this::packs, packs -> packs < 50);
  }

  private long packs() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
      Path packs = files.findFirst().orElseThrow().resolve("objects/pack");
      String[] names = packs.toFile().list((_, name) -> name.endsWith(".pack"));
      return names == null ? 0 : names.length;
    }
  }

  @Test
  void theRootIsAFolderToo() throws Exception {
    GitRevision commit = remote.write("a.yaml", "a").write("b/c.yaml", "c").commit();
    assertThat(folder(commit, "").files())
        .extracting(SourceFile::path)
        .containsExactly("a.yaml", "b/c.yaml");
  }

  @Test
  void asksTheServerOnlyForWhatIsNotHere() throws Exception {
    GitRevision commit = remote.write("apps/dev/a.yaml", "a: 1").commit();
    folder(commit, "apps/dev");
    source.close();
    source = open();
    Files.move(directory.resolve("remote.git"), directory.resolve("away.git"));
    assertThat(text(folder(commit, "apps/dev"), 0)).isEqualTo("a: 1");
    Files.move(directory.resolve("away.git"), directory.resolve("remote.git"));
  }

  @Test
  void refusesAFolderThatIsNotInTheCommit() throws Exception {
    GitRevision commit = remote.write("apps/dev/a.yaml", "a").commit();
    assertThatThrownBy(() -> folder(commit, "apps/prod"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RolloutFailure.PATH_ABSENT))
        .hasMessageContaining("apps/prod");
    assertThatThrownBy(() -> folder(commit, "apps/dev/a.yaml"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aServerThatIsAwayIsTriedAgain() throws Exception {
    GitRevision commit = remote.write("apps/dev/a.yaml", "a").commit();
    GitRepository nowhere = GitRepository.parse("file://" + directory.resolve("nowhere.git"));
    assertThatThrownBy(() -> source.folder(nowhere, TestSource.BRANCH, commit, "apps/dev"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(UnavailableException.Reason.GIT_UNAVAILABLE));
  }

  @Test
  void aCommitThatTheServerDoesNotHaveIsTriedAgain() throws Exception {
    remote.write("apps/dev/a.yaml", "a").commit();
    assertThatThrownBy(() -> folder(GitRevision.parse("1".repeat(40)), "apps/dev"))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(
            () ->
                source.folder(
                    remote.address(),
                    GitBranch.parse("gone"),
                    GitRevision.parse("1".repeat(40)),
                    "apps/dev"))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void givesEachRemoteTheCredentialsOfTheLongestPrefix() throws IOException {
    Path one = Files.writeString(directory.resolve("one"), "first\n");
    Path two = Files.writeString(directory.resolve("two"), "second\n");
    GitCredentials credentials =
        new GitCredentials(
            List.of(
                new GitCredentials.Entry.Password("https://git.example/", "a", one),
                new GitCredentials.Entry.Password("https://git.example/acme/", "b", two)));
    assertThat(credentials.of(GitRepository.parse("https://git.example/acme/x")))
        .contains(new GitCredentials.Entry.Password("https://git.example/acme/", "b", two));
    assertThat(credentials.of(GitRepository.parse("https://elsewhere.example/x"))).isEmpty();
  }

  private Folder folder(GitRevision commit, String path) throws InterruptedException {
    return source.folder(remote.address(), TestSource.BRANCH, commit, path);
  }

  private static String text(Folder folder, int index) {
    return new String(folder.read(folder.files().get(index)), StandardCharsets.UTF_8);
  }
}
