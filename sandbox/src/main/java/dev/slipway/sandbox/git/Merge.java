package dev.slipway.sandbox.git;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.Merger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** A merge in a bare repository itself, as the button of a host's page makes it. */
public record Merge(String base, String head, Method method, String message, String person) {

  /** What the base gets. */
  public enum Method {
    /** A commit with two parents. */
    MERGE,
    /** One commit with the message given. */
    SQUASH,
    /** The head's commit on top of the base, with its own message. */
    REBASE
  }

  /** Gives the base's new head; empty where the two conflict. */
  Optional<ObjectId> carryOut(Repository repository) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(repository)) {
      RevCommit onto = walk.parseCommit(repository.resolve("refs/heads/" + base));
      RevCommit merged = walk.parseCommit(repository.resolve("refs/heads/" + head));
      Merger merger = MergeStrategy.RECURSIVE.newMerger(repository, true);
      if (!merger.merge(onto, merged)) {
        return Optional.empty();
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(merger.getResultTreeId());
      PersonIdent ident =
          new PersonIdent(person, person + "@example.com", Instant.now(), ZoneOffset.UTC);
      commit.setCommitter(ident);
      commit.setAuthor(method == Method.REBASE ? merged.getAuthorIdent() : ident);
      commit.setMessage(method == Method.REBASE ? merged.getFullMessage() : message);
      commit.setParentId(onto);
      if (method == Method.MERGE) {
        commit.addParentId(merged);
      }
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef("refs/heads/" + base);
      update.setExpectedOldObjectId(onto);
      update.setNewObjectId(id);
      RefUpdate.Result result = update.update();
      if (result != RefUpdate.Result.FAST_FORWARD) {
        throw new IOException("could not move " + base + ": " + result);
      }
      return Optional.of(id);
    }
  }
}
