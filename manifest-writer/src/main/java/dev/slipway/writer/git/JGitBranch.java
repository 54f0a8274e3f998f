package dev.slipway.writer.git;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.writer.Branch;
import dev.slipway.writer.Commit;
import dev.slipway.writer.Draft;
import dev.slipway.writer.GitException;
import dev.slipway.writer.Snapshot;
import dev.slipway.writer.configuration.RepositoryConfiguration;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

final class JGitBranch implements Branch {
  private static final int DEEPEN = 22;

  /** So many commits behind, a cursor counts as none: the branch is numbered anew from its head. */
  private static final int DEEPEST = 10_648;

  private final Repository copy;
  private final GitRepository remote;
  private final String remoteRef;
  private final String localRef;
  private final GitAccess access;
  private final Listings listings;

  JGitBranch(Repository copy, GitRepository remote, GitBranch branch, GitAccess access) {
    this.copy = copy;
    this.remote = remote;
    this.remoteRef = "refs/heads/" + branch;
    this.localRef = "refs/remotes/origin/" + branch;
    this.access = access;
    this.listings = new Listings(copy);
  }

  @Override
  public Optional<GitRevision> fetch() {
    // Of what was before our first look nothing is ever told, so its history is not fetched.
    return fetch(knownHead().isEmpty() ? 1 : 0);
  }

  /**
   * Fetches the branch.
   *
   * @param depth how many commits of its history are to be here; 0 for those since the last fetch
   */
  private Optional<GitRevision> fetch(int depth) {
    try (Transport transport = open()) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      if (depth > 0) {
        transport.setDepth(depth);
      }
      var result =
          transport.fetch(
              NullProgressMonitor.INSTANCE, List.of(new RefSpec("+" + remoteRef + ":" + localRef)));
      Ref advertised = result.getAdvertisedRef(remoteRef);
      return head(advertised);
    } catch (TransportException e) {
      if (String.valueOf(e.getMessage()).contains("Remote does not have")) {
        forget();
        return Optional.empty();
      }
      throw GitErrors.remote("fetch from", remote, access, e);
    } catch (NotSupportedException | URISyntaxException e) {
      throw GitErrors.remote("fetch from", remote, access, e);
    }
  }

  /** A branch that was deleted has no head, and is not to be made again by a push. */
  private void forget() {
    try {
      RefUpdate tracking = copy.updateRef(localRef);
      tracking.setForceUpdate(true);
      tracking.delete();
    } catch (IOException e) {
      throw GitErrors.local("write", remote, e);
    }
  }

  @Override
  public Optional<GitRevision> knownHead() {
    try {
      return head(copy.exactRef(localRef));
    } catch (IOException e) {
      throw GitErrors.local("read", remote, e);
    }
  }

  @Override
  public Optional<List<Commit>> line(GitRevision since, GitRevision head) {
    Line line = walk(since, head);
    // The local copy was lost, say, and the cursor was not: some history is missing here.
    for (int depth = DEEPEN; line.isCutOff() && depth <= DEEPEST; depth *= DEEPEN) {
      var _ = fetch(depth);
      line = walk(since, head);
    }
    return line.isWhole() ? Optional.of(List.copyOf(line.commits())) : Optional.empty();
  }

  /**
   * A part of the first-parent line.
   *
   * @param isWhole whether it goes back to where it should
   * @param isCutOff whether it ends where our copy's history does
   */
  private record Line(Deque<Commit> commits, boolean isWhole, boolean isCutOff) {}

  private Line walk(GitRevision since, GitRevision head) {
    Deque<Commit> commits = new ArrayDeque<>();
    try (RevWalk walk = new RevWalk(copy)) {
      RevCommit commit = walk.parseCommit(id(head));
      while (!commit.name().equals(since.value())) {
        commits.addFirst(read(walk, commit));
        if (commit.getParentCount() == 0) {
          boolean cutOff = copy.getObjectDatabase().getShallowCommits().contains(commit.getId());
          return new Line(commits, false, cutOff);
        }
        commit = walk.parseCommit(commit.getParent(0));
      }
      return new Line(commits, true, false);
    } catch (IOException e) {
      throw GitErrors.local("read the log of", remote, e);
    }
  }

  @Override
  public Commit commit(GitRevision revision) {
    try (RevWalk walk = new RevWalk(copy)) {
      return read(walk, walk.parseCommit(id(revision)));
    } catch (IOException e) {
      throw GitErrors.local("read " + revision.abbreviated() + " from", remote, e);
    }
  }

  @Override
  public Snapshot snapshot(GitRevision revision) {
    try (RevWalk walk = new RevWalk(copy)) {
      return new JGitSnapshot(copy, remote, walk.parseCommit(id(revision)).getTree(), listings);
    } catch (IOException e) {
      throw GitErrors.local("read " + revision.abbreviated() + " from", remote, e);
    }
  }

  @Override
  public Push push(GitRevision parent, Draft draft) {
    ObjectId commit;
    try {
      commit = writer().write(id(parent), draft);
    } catch (IOException e) {
      throw GitErrors.local("write a commit to", remote, e);
    }
    try (Transport transport = open()) {
      var update = new RemoteRefUpdate(copy, commit.name(), remoteRef, false, null, id(parent));
      PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
      return outcome(update, result, parent, commit);
    } catch (IOException | URISyntaxException e) {
      throw GitErrors.remote("push to", remote, access, e);
    }
  }

  @Override
  public Optional<Commit> ownBranch(GitBranch name) {
    String ref = ownRef(name);
    String tracking = "refs/remotes/origin/" + name;
    try (Transport transport = open()) {
      transport.setTagOpt(TagOpt.NO_TAGS);
      var result =
          transport.fetch(
              NullProgressMonitor.INSTANCE, List.of(new RefSpec("+" + ref + ":" + tracking)));
      return head(result.getAdvertisedRef(ref)).map(this::commit);
    } catch (TransportException e) {
      if (String.valueOf(e.getMessage()).contains("Remote does not have")) {
        return Optional.empty();
      }
      throw GitErrors.remote("fetch from", remote, access, e);
    } catch (NotSupportedException | URISyntaxException e) {
      throw GitErrors.remote("fetch from", remote, access, e);
    }
  }

  @Override
  public Push replaceOwn(
      GitBranch name, GitRevision parent, @Nullable GitRevision expected, Draft draft) {
    String ref = ownRef(name);
    ObjectId commit;
    try {
      commit = writer().write(id(parent), draft);
    } catch (IOException e) {
      throw GitErrors.local("write a commit to", remote, e);
    }
    return pushOwn(ref, commit, expected);
  }

  @Override
  public void deleteOwn(GitBranch name, GitRevision expected) {
    var _ = pushOwn(ownRef(name), null, expected);
  }

  /** The only pushes that are forced: with a lease, and never of another's branch. */
  private Push pushOwn(String ref, @Nullable ObjectId commit, @Nullable GitRevision expected) {
    try (Transport transport = open()) {
      ObjectId lease = expected == null ? ObjectId.zeroId() : id(expected);
      var update =
          new RemoteRefUpdate(copy, commit == null ? null : commit.name(), ref, true, null, lease);
      PushResult result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
      return switch (update.getStatus()) {
        case OK, UP_TO_DATE, NON_EXISTING ->
            new Push.Done(commit == null ? revision(lease) : revision(commit));
        case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> new Push.Overtaken();
        case REJECTED_OTHER_REASON, REJECTED_NODELETE -> new Push.Refused(words(update, result));
        case NOT_ATTEMPTED, AWAITING_REPORT -> throw unanswered(update, result);
      };
    } catch (IOException | URISyntaxException e) {
      throw GitErrors.remote("push to", remote, access, e);
    }
  }

  private static String ownRef(GitBranch name) {
    if (!name.value().startsWith(RepositoryConfiguration.REQUEST_BRANCHES)) {
      throw new IllegalArgumentException(name + " is no branch of ours: it is not to be forced");
    }
    return "refs/heads/" + name;
  }

  private CommitWriter writer() {
    return new CommitWriter(
        copy, new PersonIdent(access.author(), access.email()), access.signing());
  }

  private GitException unanswered(RemoteRefUpdate update, PushResult result) {
    return new GitException(
        GitException.Reason.UNAVAILABLE,
        "the push to " + remote + " was not answered: " + words(update, result));
  }

  private Push outcome(
      RemoteRefUpdate update, PushResult result, GitRevision parent, ObjectId commit)
      throws IOException {
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> {
        RefUpdate tracking = copy.updateRef(localRef);
        tracking.setNewObjectId(commit);
        tracking.setForceUpdate(true);
        tracking.update();
        yield new Push.Done(revision(commit));
      }
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> new Push.Overtaken();
      case REJECTED_OTHER_REASON, REJECTED_NODELETE ->
          isLostRace(parent) ? new Push.Overtaken() : new Push.Refused(words(update, result));
      case NON_EXISTING, NOT_ATTEMPTED, AWAITING_REPORT -> throw unanswered(update, result);
    };
  }

  /**
   * Two pushes at once: the second finds the ref locked, or moved after it was advertised. Each
   * host has words of its own for that, so we look.
   */
  private boolean isLostRace(GitRevision parent) {
    return !fetch().equals(Optional.of(parent));
  }

  private static String words(RemoteRefUpdate update, PushResult result) {
    return (String.valueOf(update.getMessage()) + " " + result.getMessages()).strip();
  }

  private Transport open() throws URISyntaxException, NotSupportedException, TransportException {
    Transport transport = Transport.open(copy, new URIish(remote.url()));
    access.configure(transport);
    return transport;
  }

  private static Commit read(RevWalk walk, RevCommit commit) throws IOException {
    return new Commit(
        revision(commit),
        commit.getParentCount() == 0 ? null : revision(commit.getParent(0)),
        commit.getAuthorIdent().getName(),
        commit.getCommitterIdent().getWhenAsInstant(),
        commit.getFullMessage(),
        merged(walk, commit));
  }

  private static List<String> merged(RevWalk walk, RevCommit commit) throws IOException {
    List<String> messages = new ArrayList<>();
    for (int parent = 1; parent < commit.getParentCount(); parent++) {
      try {
        messages.add(walk.parseCommit(commit.getParent(parent)).getFullMessage());
      } catch (MissingObjectException beyondOurHistory) {
        // Nothing is known of it, as of all that was before our first look.
      }
    }
    return messages;
  }

  private static Optional<GitRevision> head(@Nullable Ref ref) {
    return Optional.ofNullable(ref)
        .flatMap(found -> Optional.ofNullable(found.getObjectId()))
        .map(JGitBranch::revision);
  }

  private static GitRevision revision(ObjectId id) {
    return GitRevision.parse(id.name());
  }

  private static ObjectId id(GitRevision revision) {
    return ObjectId.fromString(revision.value());
  }
}
