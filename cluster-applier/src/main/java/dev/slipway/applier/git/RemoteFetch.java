package dev.slipway.applier.git;

import dev.slipway.applier.UnavailableException;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.GC;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a commit from its remote: the branch's head as a rule, else the commit by its id. History
 * is not fetched: one commit deep.
 */
final class RemoteFetch {
  private static final Logger log = LoggerFactory.getLogger(RemoteFetch.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Each fetch leaves a pack, and every read looks through all of them. */
  private static final int MOST_PACKS = 50;

  private final GitRepository remote;
  private final GitCredentials credentials;

  RemoteFetch(GitRepository remote, GitCredentials credentials) {
    this.remote = remote;
    this.credentials = credentials;
  }

  void bring(FileRepository repository, GitBranch branch, ObjectId commit) throws IOException {
    String head = "refs/heads/" + branch;
    fetch(repository, new RefSpec("+" + head + ":" + head));
    if (!repository.getObjectDatabase().has(commit)) {
      // The branch has moved on since, and history is not fetched.
      fetch(repository, new RefSpec(commit.name() + ":refs/slipway/" + commit.name()));
    }
  }

  /** Brings what a ref is at now. */
  void bring(FileRepository repository, String ref) {
    fetch(repository, new RefSpec("+" + ref + ":" + ref));
  }

  private void fetch(FileRepository repository, RefSpec spec) {
    try (Transport transport = Transport.open(repository, new URIish(remote.url()))) {
      credentials.configure(remote, transport);
      transport.setTimeout((int) PATIENCE.toSeconds());
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setDepth(1);
      transport.setRemoveDeletedRefs(false);
      transport.fetch(NullProgressMonitor.INSTANCE, List.of(spec));
    } catch (TransportException
        | NotSupportedException
        | URISyntaxException
        | UncheckedIOException
        | IllegalStateException e) {
      throw new UnavailableException(
          UnavailableException.Reason.GIT_UNAVAILABLE,
          "%s cannot be fetched from %s: %s"
              .formatted(
                  spec.getSource(),
                  remote,
                  credentials.refusalOfHost(remote).orElse(String.valueOf(e.getMessage()))),
          e);
    }
  }

  /** Whether each read looks through more packs than is good. */
  boolean isUntidy(FileRepository repository) {
    return repository.getObjectDatabase().getPacks().size() >= MOST_PACKS;
  }

  /** Puts all packs together. Nothing may be fetched meanwhile. */
  void tidy(FileRepository repository) {
    try {
      GC collector = new GC(repository);
      collector.setPackExpireAgeMillis(0);
      collector.repack();
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("repository", remote)
          .setCause(e)
          .log("the Git cache was not tidied; it grows until that works");
    }
  }
}
