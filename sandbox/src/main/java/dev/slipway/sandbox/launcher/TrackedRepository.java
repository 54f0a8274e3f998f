package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.registry.ImagePusher;
import dev.slipway.sandbox.registry.SandboxRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The Git repository that the sandbox's server holds: the sample, or a copy of the user's. */
final class TrackedRepository {
  private static final String SAMPLE = "demo";
  private static final String FIRST_TAG = "20200101-000000-0000000";
  private static final String NAME_FILE = "repository";
  private static final List<String> SAMPLE_FILES =
      List.of(
          "slipway.yaml",
          "README.md",
          "apps/dev/web.yaml",
          "apps/staging/web.yaml",
          "apps/production/web.yaml");

  private final GitHttpServer server;
  private final String name;

  private TrackedRepository(GitHttpServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /**
   * The repository of this data, made on the first call.
   *
   * @param from the user's repository; absent: the sample
   * @param registry holds the sample's first image
   */
  static TrackedRepository open(
      GitHttpServer server, DataDirectory data, @Nullable Path from, SandboxRegistry registry) {
    if (data.has(NAME_FILE)) {
      return new TrackedRepository(server, data.read(NAME_FILE).strip());
    }
    String name = from == null ? SAMPLE : nameOf(from);
    if (from == null) {
      server.createRepository(name);
      ImagePusher.to(registry.host()).push("demo/web", FIRST_TAG);
      server.commit(name, "main", "Begin with the sample", sample(registry.host()));
    } else {
      if (!Files.isDirectory(from)) {
        throw new SandboxException("--repository " + from + " is no folder");
      }
      server.createRepository(name, from);
    }
    data.write(NAME_FILE, name + "\n");
    return new TrackedRepository(server, name);
  }

  String url() {
    return server.cloneUrl(name).toString();
  }

  Path directory() {
    return server.directory(name);
  }

  /** The branch that its HEAD names. */
  String branch() {
    try (Repository repository = open(directory())) {
      return headOf(repository);
    } catch (IOException e) {
      throw unreadable(directory(), e);
    }
  }

  /** What its {@code slipway.yaml} says, if it has one. */
  Optional<String> configuration() {
    return configuration(directory());
  }

  /** What the {@code slipway.yaml} of the bare repository in that folder says. */
  static Optional<String> configurationIn(String directory) {
    return configuration(Path.of(directory));
  }

  private static Optional<String> configuration(Path directory) {
    return file(directory, "slipway.yaml");
  }

  /** What a file says at the branch's head, if it is there. */
  Optional<String> file(String path) {
    return file(directory(), path);
  }

  private static Optional<String> file(Path directory, String path) {
    try (Repository repository = open(directory);
        RevWalk walk = new RevWalk(repository)) {
      ObjectId head = repository.resolve("refs/heads/" + headOf(repository));
      if (head == null) {
        return Optional.empty();
      }
      try (TreeWalk file = TreeWalk.forPath(repository, path, walk.parseCommit(head).getTree())) {
        return file == null
            ? Optional.empty()
            : Optional.of(
                new String(
                    repository.open(file.getObjectId(0)).getBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  private static Repository open(Path directory) throws IOException {
    return new FileRepositoryBuilder().setGitDir(directory.toFile()).setMustExist(true).build();
  }

  private static String headOf(Repository repository) throws IOException {
    String branch = repository.getBranch();
    return branch == null ? "main" : branch;
  }

  private static SandboxException unreadable(Path directory, IOException e) {
    return new SandboxException("cannot read " + directory + ": " + e.getMessage(), e);
  }

  private static String nameOf(Path folder) {
    String last = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    String name = last.replaceFirst("\\.git$", "").replaceAll("[^A-Za-z0-9._-]", "-");
    return name.isEmpty() || name.startsWith(".") ? "repository" : name;
  }

  private static Map<String, String> sample(String registry) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String file : SAMPLE_FILES) {
      files.put(file, resource(file).replace("REGISTRY", registry));
    }
    return files;
  }

  private static String resource(String file) {
    try (InputStream content =
        TrackedRepository.class.getResourceAsStream("/dev/slipway/sandbox/sample/" + file)) {
      if (content == null) {
        throw new IllegalStateException("the sample lacks " + file);
      }
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the sample cannot be read", e);
    }
  }
}
