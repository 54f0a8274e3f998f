package dev.slipway.sandbox.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The bare repositories of a folder; each stays open, so that its packs are read once. */
final class Repositories implements AutoCloseable {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private final Path folder;
  private final Map<String, Repository> open = new ConcurrentHashMap<>();

  Repositories(Path folder) {
    this.folder = folder;
  }

  Path directory(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a repository name: " + name);
    }
    return folder.resolve(name + ".git");
  }

  boolean exists(String name) {
    return NAME.matcher(name).matches() && Files.exists(directory(name).resolve("HEAD"));
  }

  Optional<Repository> find(String name) {
    return exists(name)
        ? Optional.of(open.computeIfAbsent(name, this::openRepository))
        : Optional.empty();
  }

  void create(String name) {
    if (exists(name)) {
      return;
    }
    try {
      Repository created =
          Git.init()
              .setBare(true)
              .setInitialBranch("main")
              .setGitDir(directory(name).toFile())
              .call()
              .getRepository();
      asAHostWould(created);
      created.close();
    } catch (GitAPIException | IOException e) {
      throw new IllegalStateException("could not make the repository " + name, e);
    }
  }

  void create(String name, Path initialContent) {
    if (Files.exists(initialContent.resolve(".git"))) {
      copy(name, initialContent);
      return;
    }
    create(name);
    try {
      DirectCommit.of(required(name), "main", "Begin").add(initialContent).commit();
    } catch (IOException e) {
      throw new UncheckedIOException("could not commit " + initialContent + " to " + name, e);
    }
  }

  ObjectId head(String name, String branch) {
    try {
      ObjectId head = required(name).resolve("refs/heads/" + branch);
      return head == null ? ObjectId.zeroId() : head;
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + branch + " of " + name, e);
    }
  }

  ObjectId commit(String name, String branch, String message, Map<String, String> files) {
    try {
      DirectCommit commit = DirectCommit.of(required(name), branch, message);
      files.forEach(commit::put);
      return commit.commit();
    } catch (IOException e) {
      throw new UncheckedIOException("could not commit to " + branch + " of " + name, e);
    }
  }

  Optional<ObjectId> merge(String name, Merge merge) {
    try {
      return merge.carryOut(required(name));
    } catch (IOException e) {
      throw new UncheckedIOException("could not merge " + merge.head() + " of " + name, e);
    }
  }

  boolean contains(String name, String base, String commit) {
    Repository repository = required(name);
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.isMergedInto(
          walk.parseCommit(ObjectId.fromString(commit)), walk.parseCommit(head(name, base)));
    } catch (IOException e) {
      throw new UncheckedIOException("could not look for " + commit + " in " + name, e);
    }
  }

  @Override
  public void close() {
    open.values().forEach(Repository::close);
  }

  private void copy(String name, Path source) {
    try (Git copy =
        Git.cloneRepository()
            .setURI(source.toUri().toString())
            .setGitDir(directory(name).toFile())
            .setBare(true)
            .setMirror(true)
            .call()) {
      asAHostWould(copy.getRepository());
    } catch (GitAPIException | IOException e) {
      throw new IllegalStateException("could not copy the repository " + source, e);
    }
  }

  /** GitHub and GitLab hand out any commit that is asked for by its id, and partial clones. */
  private static void asAHostWould(Repository repository) throws IOException {
    StoredConfig config = repository.getConfig();
    config.setBoolean("uploadpack", null, "allowFilter", true);
    config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
    config.setBoolean("http", null, "receivepack", true);
    // JGit keeps packs for an hour: from the fiftieth push on, each would pack everything anew.
    config.setBoolean("receive", null, "autogc", false);
    config.save();
  }

  private Repository required(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no repository " + name));
  }

  private Repository openRepository(String name) {
    try {
      return new FileRepositoryBuilder().setBare().setGitDir(directory(name).toFile()).build();
    } catch (IOException e) {
      throw new UncheckedIOException("could not open the repository " + name, e);
    }
  }
}
