package dev.slipway.writer.git;

import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

final class JGitSnapshot implements Snapshot {
  private final Repository copy;
  private final GitRepository remote;
  private final ObjectId root;

  JGitSnapshot(Repository copy, GitRepository remote, ObjectId root) {
    this.copy = copy;
    this.remote = remote;
    this.root = root;
  }

  @Override
  public Optional<String> fingerprint(String folder) {
    return tree(folder).map(ObjectId::name);
  }

  @Override
  public List<File> files(String folder) {
    return list(folder, JGitSnapshot::isRegular);
  }

  @Override
  public List<String> links(String folder) {
    return list(folder, FileMode.SYMLINK::equals).stream().map(File::path).toList();
  }

  @Override
  public Optional<String> link(String path) {
    try (TreeWalk walk = TreeWalk.forPath(copy, path, root)) {
      return walk == null || !walk.getFileMode(0).equals(FileMode.SYMLINK)
          ? Optional.empty()
          : Optional.of(
              new String(read(new File(path, walk.getObjectId(0).name())), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw GitErrors.local("read " + path + " from", remote, e);
    }
  }

  private List<File> list(String folder, Predicate<FileMode> wanted) {
    Optional<ObjectId> tree = tree(folder);
    if (tree.isEmpty()) {
      return List.of();
    }
    String prefix = folder.isEmpty() ? "" : folder + "/";
    List<File> files = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(copy)) {
      walk.addTree(tree.get());
      walk.setRecursive(true);
      while (walk.next()) {
        if (wanted.test(walk.getFileMode(0))) {
          files.add(new File(prefix + walk.getPathString(), walk.getObjectId(0).name()));
        }
      }
      return files;
    } catch (IOException e) {
      throw GitErrors.local("list " + folder + " in", remote, e);
    }
  }

  @Override
  public Optional<File> file(String path) {
    try (TreeWalk walk = TreeWalk.forPath(copy, path, root)) {
      return walk == null || !isRegular(walk.getFileMode(0))
          ? Optional.empty()
          : Optional.of(new File(path, walk.getObjectId(0).name()));
    } catch (IOException e) {
      throw GitErrors.local("read " + path + " from", remote, e);
    }
  }

  @Override
  public byte[] read(File file) {
    try {
      return copy.open(ObjectId.fromString(file.content())).getBytes();
    } catch (IOException e) {
      throw GitErrors.local("read " + file.path() + " from", remote, e);
    }
  }

  @Override
  public long size(File file) {
    try {
      return copy.open(ObjectId.fromString(file.content())).getSize();
    } catch (IOException e) {
      throw GitErrors.local("read " + file.path() + " from", remote, e);
    }
  }

  private Optional<ObjectId> tree(String folder) {
    if (folder.isEmpty()) {
      return Optional.of(root);
    }
    try (TreeWalk walk = TreeWalk.forPath(copy, folder, root)) {
      return walk == null || !walk.getFileMode(0).equals(FileMode.TREE)
          ? Optional.empty()
          : Optional.of(walk.getObjectId(0));
    } catch (IOException e) {
      throw GitErrors.local("read " + folder + " from", remote, e);
    }
  }

  private static boolean isRegular(FileMode mode) {
    return mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE);
  }
}
