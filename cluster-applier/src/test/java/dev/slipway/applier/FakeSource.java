package dev.slipway.applier;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RolloutFailure;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Commits in memory. */
final class FakeSource implements SourceRepository {
  static final GitRepository ADDRESS = GitRepository.parse("https://git.example/acme/deploy");
  static final String PLACE = "Git repository " + ADDRESS.url();
  private final Map<GitRevision, TreeMap<String, String>> commits = new HashMap<>();
  private final TreeMap<String, String> files = new TreeMap<>();
  private int failures;

  FakeSource write(String path, String content) {
    files.put(path, content);
    return this;
  }

  FakeSource remove(String path) {
    files.remove(path);
    return this;
  }

  GitRevision commit() {
    GitRevision revision =
        GitRevision.parse(
            HexFormat.of().toHexDigits(commits.size() + 1L).repeat(3).substring(0, 40));
    commits.put(revision, new TreeMap<>(files));
    return revision;
  }

  void failNext(int calls) {
    failures = calls;
  }

  @Override
  public Folder folder(
      GitRepository repository, GitBranch branch, GitRevision commit, String path) {
    if (failures > 0) {
      failures--;
      throw new UnavailableException(
              UnavailableException.Reason.GIT_UNAVAILABLE, "the test's Git is away")
          .of(PLACE);
    }
    TreeMap<String, String> files = commits.getOrDefault(commit, new TreeMap<>());
    Folder folder = new FakeFolder(files, path);
    if (!(folder.find(path) instanceof Folder.Entry.Directory)) {
      throw new RefusedException(
          RolloutFailure.PATH_ABSENT, "commit " + commit.abbreviated() + " has no folder " + path);
    }
    return folder;
  }

  @Override
  public Folder newest(GitRepository repository, String ref) {
    return new FakeFolder(files, "");
  }
}
