package dev.slipway.applier.git;

import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.object.Digest;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** The bare repository of one remote. Fetches one at a time; reads need no lock. */
final class CachedRepository implements AutoCloseable {
  private static final int MOST_LOOKS_FOR_A_PAUSE = 100;

  private final GitRepository remote;
  private final Path directory;
  private final RemoteFetch fetch;
  private final Duration pause;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable FileRepository opened;
  private @Nullable Thread tidying;
  private long fetchedAt;

  CachedRepository(
      GitRepository remote, Path cacheDirectory, GitCredentials credentials, Duration pause) {
    this.pause = pause;
    this.remote = remote;
    this.directory = cacheDirectory.resolve(directoryName(remote));
    this.fetch = new RemoteFetch(remote, credentials);
  }

  Folder folder(GitBranch branch, GitRevision commit, String path) throws InterruptedException {
    try {
      FileRepository repository = repository();
      ObjectId id = ObjectId.fromString(commit.toString());
      Optional<ObjectId> tree = tree(repository, id);
      if (tree.isEmpty()) {
        lock.lockInterruptibly();
        try {
          tree = tree(repository, id); // another environment may have fetched it meanwhile
          if (tree.isEmpty()) {
            fetch.bring(repository, branch, id);
            tidyWhenIdle(repository);
            tree = tree(repository, id);
          }
        } finally {
          lock.unlock();
        }
      }
      return open(repository, tree.orElseThrow(() -> absent(branch, commit)), commit, path);
    } catch (IOException e) {
      throw new UnavailableException(
          UnavailableException.Reason.GIT_UNAVAILABLE,
          "the cache of %s in %s cannot be read: %s".formatted(remote, directory, e.getMessage()),
          e);
    }
  }

  /** It takes a second: beside the work, and after a pause in it. Called under the lock. */
  private void tidyWhenIdle(FileRepository repository) {
    fetchedAt = System.nanoTime();
    if (tidying == null && fetch.isUntidy(repository)) {
      tidying = Thread.ofVirtual().name("tidy " + remote).start(() -> tidy(repository));
    }
  }

  private void tidy(FileRepository repository) {
    try {
      for (int look = 0; look < MOST_LOOKS_FOR_A_PAUSE; look++) {
        Thread.sleep(pause);
        lock.lockInterruptibly();
        try {
          boolean idle = System.nanoTime() - fetchedAt >= pause.toNanos();
          if (idle || look == MOST_LOOKS_FOR_A_PAUSE - 1) {
            fetch.tidy(repository);
            break;
          }
        } finally {
          lock.unlock();
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      tidied();
    }
  }

  private void tidied() {
    lock.lock();
    try {
      tidying = null;
    } finally {
      lock.unlock();
    }
  }

  Folder newest(String ref) throws InterruptedException {
    try {
      FileRepository repository = repository();
      lock.lockInterruptibly();
      try {
        fetch.bring(repository, ref);
        tidyWhenIdle(repository);
      } finally {
        lock.unlock();
      }
      ObjectId id = repository.resolve(ref + "^{tree}");
      if (id == null) {
        throw new UnavailableException(
            UnavailableException.Reason.GIT_UNAVAILABLE, remote + " has no " + ref);
      }
      return new CommitFolder(repository, id, "");
    } catch (IOException e) {
      throw new UnavailableException(
          UnavailableException.Reason.GIT_UNAVAILABLE,
          "the cache of %s in %s cannot be read: %s".formatted(remote, directory, e.getMessage()),
          e);
    }
  }

  private Folder open(FileRepository repository, ObjectId tree, GitRevision commit, String path) {
    Folder folder = new CommitFolder(repository, tree, path);
    if (!(folder.find(path) instanceof Folder.Entry.Directory)) {
      throw new RefusedException(
          RolloutFailure.PATH_ABSENT,
          "commit %s of %s has no folder '%s'".formatted(commit.abbreviated(), remote, path));
    }
    return folder;
  }

  private static Optional<ObjectId> tree(FileRepository repository, ObjectId commit)
      throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit found = walk.parseCommit(commit);
      return Optional.of(found.getTree().getId());
    } catch (MissingObjectException notHere) {
      return Optional.empty();
    }
  }

  private FileRepository repository() throws IOException {
    lock.lock();
    try {
      if (opened == null) {
        FileRepository repository = new FileRepository(directory.toFile());
        if (!repository.getObjectDatabase().exists()) {
          repository.create(true);
        }
        // Not JGit's own, which would begin right after a fetch, in a thread that nobody waits for.
        repository.getConfig().setInt(ConfigConstants.CONFIG_GC_SECTION, null, "auto", 0);
        opened = repository;
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  private UnavailableException absent(GitBranch branch, GitRevision commit) {
    return new UnavailableException(
        UnavailableException.Reason.GIT_UNAVAILABLE,
        "%s does not hand out commit %s (branch %s was fetched)"
            .formatted(remote, commit.abbreviated(), branch));
  }

  private static String directoryName(GitRepository remote) {
    String url = remote.url();
    String readable = url.replaceAll(".*[/:]", "").replaceAll("[^a-zA-Z0-9.-]", "-");
    return readable + "-" + Digest.of(url, 8) + ".git";
  }

  @Override
  public void close() {
    awaitTidied();
    lock.lock();
    try {
      if (opened != null) {
        opened.close();
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitTidied() {
    Thread running;
    lock.lock();
    try {
      running = tidying;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
