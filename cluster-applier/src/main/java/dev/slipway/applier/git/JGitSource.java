package dev.slipway.applier.git;

import dev.slipway.applier.Folder;
import dev.slipway.applier.SourceRepository;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Git repositories under one directory, which may be lost at any time: it is only a cache. */
public final class JGitSource implements SourceRepository, AutoCloseable {
  private final Path cacheDirectory;
  private final GitCredentials credentials;
  private final ConcurrentMap<GitRepository, CachedRepository> repositories =
      new ConcurrentHashMap<>();

  public JGitSource(Path cacheDirectory, GitCredentials credentials) {
    this.cacheDirectory = cacheDirectory;
    this.credentials = credentials;
  }

  @Override
  public Folder folder(GitRepository repository, GitBranch branch, GitRevision commit, String path)
      throws InterruptedException {
    return repositories
        .computeIfAbsent(repository, r -> new CachedRepository(r, cacheDirectory, credentials))
        .folder(branch, commit, path);
  }

  @Override
  public void close() {
    repositories.values().forEach(CachedRepository::close);
  }
}
