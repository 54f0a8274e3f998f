package dev.slipway.applier.git;

import dev.slipway.applier.Folder;
import dev.slipway.applier.SourceRepository;
import dev.slipway.applier.UnavailableException;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Git repositories under one directory, which may be lost at any time: it is only a cache. */
public final class JGitSource implements SourceRepository, AutoCloseable {
  private final Path cacheDirectory;
  private final GitCredentials credentials;
  private final Duration pause;
  private final ConcurrentMap<GitRepository, CachedRepository> repositories =
      new ConcurrentHashMap<>();

  public JGitSource(Path cacheDirectory, GitCredentials credentials) {
    this(cacheDirectory, credentials, Duration.ofSeconds(3));
  }

  /**
   * As above.
   *
   * @param pause how long nothing is fetched before a cache is tidied
   */
  JGitSource(Path cacheDirectory, GitCredentials credentials, Duration pause) {
    this.pause = pause;
    this.cacheDirectory = cacheDirectory;
    this.credentials = credentials;
  }

  @Override
  public Folder folder(GitRepository repository, GitBranch branch, GitRevision commit, String path)
      throws InterruptedException {
    try {
      return cached(repository).folder(branch, commit, path);
    } catch (UnavailableException e) {
      throw e.of(place(repository));
    }
  }

  @Override
  public Folder newest(GitRepository repository, String ref) throws InterruptedException {
    try {
      return cached(repository).newest(ref);
    } catch (UnavailableException e) {
      throw e.of(place(repository));
    }
  }

  private CachedRepository cached(GitRepository repository) {
    return repositories.computeIfAbsent(
        repository, r -> new CachedRepository(r, cacheDirectory, credentials, pause));
  }

  private static String place(GitRepository repository) {
    return "Git repository " + repository.url();
  }

  @Override
  public void close() {
    repositories.values().forEach(CachedRepository::close);
    credentials.close();
  }
}
