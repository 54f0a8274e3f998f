package dev.slipway.writer.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.writer.Branch;
import dev.slipway.writer.Commit;
import dev.slipway.writer.Draft;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a branch's history is fetched. */
class HistoryIT {
  private static final int COMMITS = 60;
  @TempDir Path folder;
  private final List<GitRevision> history = new ArrayList<>();
  private GitHttpServer host;

  @BeforeEach
  void start() {
    host = GitHttpServer.start(folder.resolve("git"), 0);
    host.createRepository("shop");
    for (int number = 0; number < COMMITS; number++) {
      commit();
    }
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void fetchesTheHeadAloneAndThenWhatIsNew() {
    try (var repositories = new JGitRepositories(folder.resolve("cache"))) {
      Branch branch = branch(repositories);
      GitRevision first = branch.fetch().orElseThrow();
      commit();
      commit();
      GitRevision now = branch.fetch().orElseThrow();

      assertThat(branch.line(first, now).orElseThrow())
          .extracting(Commit::revision)
          .containsExactlyElementsOf(history.subList(COMMITS, COMMITS + 2));
      assertThat(branch.push(now, new Draft(content("pushed"), "Push\n")))
          .isInstanceOf(Branch.Push.Done.class);
      assertThat(branch.line(history.get(COMMITS - 2), now)).isPresent();
    }
  }

  @Test
  void readsOnFromACursorThatIsOlderThanANewLocalCopy() {
    try (var repositories = new JGitRepositories(folder.resolve("cache"))) {
      Branch branch = branch(repositories);
      GitRevision head = branch.fetch().orElseThrow();

      assertThat(branch.line(history.get(9), head).orElseThrow())
          .extracting(Commit::revision)
          .containsExactlyElementsOf(history.subList(10, COMMITS));
      assertThat(branch.line(GitRevision.parse("a".repeat(40)), head)).isEmpty();
    }
  }

  private void commit() {
    String id = host.commit("shop", "main", "Change it", Map.of("a.yaml", "n: " + history.size()));
    history.add(GitRevision.parse(id));
  }

  private static Map<String, byte[]> content(String text) {
    return Map.of("a.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private Branch branch(JGitRepositories repositories) {
    return repositories.branch(
        GitRepository.parse(host.cloneUrl("shop").toString()),
        GitBranch.parse("main"),
        new GitAccess(null, () -> "", Duration.ofSeconds(30), "Slipway", "slipway@localhost"));
  }
}
