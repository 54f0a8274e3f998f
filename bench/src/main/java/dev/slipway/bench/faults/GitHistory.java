package dev.slipway.bench.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.bench.running.BenchException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The branch's log: which version each commit gave to which environment. */
record GitHistory(Path directory, String branch) {
  private static final Pattern IMAGE = Pattern.compile("image: \\S+/fleet/(\\w+):([^\\s@]+)");

  /** A place of an application. */
  record Place(String environment, String application) {
    @Override
    public String toString() {
      return environment + "/" + application;
    }
  }

  /** A commit that changed a place. */
  record Change(String commit, Place place, String tag) {}

  /** The versions that the head names. */
  Map<Place, String> head() {
    try (Repository repository = open();
        RevWalk walk = new RevWalk(repository)) {
      return versions(repository, walk.parseCommit(tip(repository)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Every change along the branch, oldest first. What the first commit brought is none. */
  List<Change> changes() {
    try (Repository repository = open();
        RevWalk walk = new RevWalk(repository)) {
      walk.setFirstParent(true);
      walk.markStart(walk.parseCommit(tip(repository)));
      List<RevCommit> commits = new ArrayList<>();
      walk.forEach(commits::add);
      Collections.reverse(commits);
      List<Change> changes = new ArrayList<>();
      Map<Place, String> before = Map.of();
      for (RevCommit commit : commits) {
        Map<Place, String> now = versions(repository, commit);
        for (Map.Entry<Place, String> entry : now.entrySet()) {
          String old = before.get(entry.getKey());
          if (old != null && !old.equals(entry.getValue())) {
            changes.add(new Change(commit.name(), entry.getKey(), entry.getValue()));
          }
        }
        before = now;
      }
      return changes;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Repository open() throws IOException {
    return new FileRepositoryBuilder().setGitDir(directory.toFile()).setMustExist(true).build();
  }

  private ObjectId tip(Repository repository) throws IOException {
    ObjectId tip = repository.resolve("refs/heads/" + branch);
    if (tip == null) {
      throw new BenchException(directory + " has no branch " + branch);
    }
    return tip;
  }

  private static Map<Place, String> versions(Repository repository, RevCommit commit)
      throws IOException {
    Map<Place, String> versions = new HashMap<>();
    try (TreeWalk files = new TreeWalk(repository)) {
      files.addTree(commit.getTree());
      files.setRecursive(true);
      while (files.next()) {
        String[] path = files.getPathString().split("/", -1);
        if (path.length == 3 && path[0].equals("apps")) {
          String content = new String(repository.open(files.getObjectId(0)).getBytes(), UTF_8);
          Matcher image = IMAGE.matcher(content);
          if (image.find()) {
            versions.put(new Place(path[1], image.group(1)), image.group(2));
          }
        }
      }
    }
    return versions;
  }

  private BenchException unreadable(IOException e) {
    return new BenchException("cannot read " + directory + ": " + e.getMessage(), e);
  }
}
