package dev.slipway.bench.writer;

import dev.slipway.bench.running.BenchException;
import dev.slipway.events.value.EventId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The branch as the Git host has it, looked at from its own disk. */
public final class CommitLog implements AutoCloseable {
  private static final String TRAILER = "Slipway-Event: ";
  private final Repository repository;
  private final Map<EventId, Integer> landed = new LinkedHashMap<>();
  private ObjectId read;
  private int commits;

  /** Reads from now on. */
  public CommitLog(Path directory) {
    try {
      repository = new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build();
      read = head();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + directory, e);
    }
  }

  private ObjectId head() throws IOException {
    Ref branch = Objects.requireNonNull(repository.exactRef("refs/heads/main"));
    return Objects.requireNonNull(branch.getObjectId());
  }

  /** Commits since this was opened. */
  int commits() {
    return commits;
  }

  /** How often each event's update has landed. */
  Map<EventId, Integer> landed() {
    return landed;
  }

  /** Waits until each of these has landed; gives the time of {@link System#nanoTime} then. */
  public long await(Set<EventId> events, long atMostSeconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(atMostSeconds);
    while (true) {
      long now = System.nanoTime();
      if (advance() && landed.keySet().containsAll(events)) {
        return now;
      }
      if (now > end) {
        List<EventId> missing = new ArrayList<>(events);
        missing.removeAll(landed.keySet());
        throw new BenchException(
            "%d of %d updates have not landed within %d s"
                .formatted(missing.size(), events.size(), atMostSeconds));
      }
      TimeUnit.MICROSECONDS.sleep(500);
    }
  }

  /** Reads what is new; false where nothing is. */
  boolean advance() {
    try {
      ObjectId now = head();
      if (now.equals(read)) {
        return false;
      }
      try (RevWalk walk = new RevWalk(repository)) {
        walk.markStart(walk.parseCommit(now));
        walk.markUninteresting(walk.parseCommit(read));
        for (RevCommit commit : walk) {
          commits++;
          commit
              .getFullMessage()
              .lines()
              .filter(line -> line.startsWith(TRAILER))
              .map(line -> EventId.parse(line.substring(TRAILER.length()).strip()))
              .forEach(event -> landed.merge(event, 1, Integer::sum));
        }
      }
      read = now;
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log", e);
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
