package dev.slipway.writer.git;

import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

final class JGitSnapshot implements Snapshot {
  private final Repository copy;
  private final GitRepository remote;
  private final ObjectId root;
  private final Listings listings;
  private @Nullable Opened opened;

  /** A file whose size was asked for, and which is mostly read next: opened once for both. */
  private record Opened(String content, ObjectLoader loader) {}

  JGitSnapshot(Repository copy, GitRepository remote, ObjectId root, Listings listings) {
    this.copy = copy;
    this.remote = remote;
    this.root = root;
    this.listings = listings;
  }

  @Override
  public Optional<String> fingerprint(String folder) {
    return tree(folder).map(ObjectId::name);
  }

  @Override
  public List<File> files(String folder) {
    return below(folder, listing().files());
  }

  @Override
  public List<String> links(String folder) {
    return below(folder, listing().links()).stream().map(File::path).toList();
  }

  private TreeListing listing() {
    try {
      return listings.of(root);
    } catch (IOException e) {
      throw GitErrors.local("list the files of", remote, e);
    }
  }

  private static List<File> below(String folder, List<File> all) {
    if (folder.isEmpty()) {
      return all;
    }
    String prefix = folder + "/";
    return all.stream().filter(file -> file.path().startsWith(prefix)).toList();
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

  @Override
  public Optional<String> submodule(String path) {
    try {
      for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
        String folder = path.substring(0, end);
        try (TreeWalk walk = TreeWalk.forPath(copy, folder, root)) {
          if (walk == null) {
            return Optional.empty();
          }
          if (walk.getFileMode(0).equals(FileMode.GITLINK)) {
            return Optional.of(folder);
          }
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw GitErrors.local("read " + path + " from", remote, e);
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
      byte[] bytes = open(file).getBytes();
      opened = null;
      return bytes;
    } catch (IOException e) {
      throw GitErrors.local("read " + file.path() + " from", remote, e);
    }
  }

  @Override
  public long size(File file) {
    try {
      return open(file).getSize();
    } catch (IOException e) {
      throw GitErrors.local("read " + file.path() + " from", remote, e);
    }
  }

  private ObjectLoader open(File file) throws IOException {
    Opened last = opened;
    if (last == null || !last.content().equals(file.content())) {
      last = new Opened(file.content(), copy.open(ObjectId.fromString(file.content())));
      opened = last;
    }
    return last.loader();
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
