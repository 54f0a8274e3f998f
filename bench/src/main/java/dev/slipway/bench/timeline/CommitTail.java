package dev.slipway.bench.timeline;

import dev.slipway.bench.running.BenchException;
import dev.slipway.events.value.EventId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Notes the commits of a branch as they appear in its bare repository. */
final class CommitTail implements AutoCloseable {
  private static final String TRAILER = "Slipway-Event: ";
  private static final long LOOK_MILLIS = 5;

  private final Repository repository;
  private final String ref;
  private final Timeline timeline;
  private final Thread thread;
  private ObjectId head;
  private List<FileTime> touched = List.of();
  private int commits;

  private CommitTail(Repository repository, String branch, Timeline timeline) throws IOException {
    this.repository = repository;
    this.ref = "refs/heads/" + branch;
    this.timeline = timeline;
    this.head = readHead();
    this.thread = Thread.ofPlatform().name("commits").daemon().unstarted(this::follow);
  }

  /** Reads what comes from now on. */
  static CommitTail open(Path directory, String branch, Timeline timeline) {
    try {
      Repository repository =
          new FileRepositoryBuilder().setBare().setGitDir(directory.toFile()).build();
      CommitTail tail = new CommitTail(repository, branch, timeline);
      tail.thread.start();
      return tail;
    } catch (IOException e) {
      throw new BenchException("the Git repository " + directory + " cannot be read: " + e, e);
    }
  }

  /** How many commits came. */
  synchronized int commits() {
    return commits;
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        look();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two looks at the file system tell that nothing has moved; reading the ref takes ten. */
  private boolean hasMoved() throws IOException {
    List<FileTime> now = new ArrayList<>();
    for (String file : List.of(ref, "packed-refs")) {
      Path path = repository.getDirectory().toPath().resolve(file);
      now.add(Files.exists(path) ? Files.getLastModifiedTime(path) : FileTime.fromMillis(0));
    }
    boolean moved = !now.equals(touched);
    touched = now;
    return moved;
  }

  private synchronized void look() throws IOException {
    if (!hasMoved()) {
      return;
    }
    ObjectId now = readHead();
    if (now.equals(head)) {
      return;
    }
    long nanos = System.nanoTime();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(now));
      walk.markUninteresting(walk.parseCommit(head));
      for (RevCommit commit : walk) {
        commits++;
        commit
            .getFullMessage()
            .lines()
            .filter(line -> line.startsWith(TRAILER))
            .map(line -> EventId.parse(line.substring(TRAILER.length()).strip()))
            .forEach(cause -> timeline.committed(cause, nanos));
      }
    }
    head = now;
  }

  private ObjectId readHead() throws IOException {
    Ref found = repository.exactRef(ref);
    return found == null || found.getObjectId() == null ? ObjectId.zeroId() : found.getObjectId();
  }

  @Override
  public void close() {
    thread.interrupt();
    Threads.awaitEnd(thread);
    repository.close();
  }
}
