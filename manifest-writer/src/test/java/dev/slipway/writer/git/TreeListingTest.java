package dev.slipway.writer.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.writer.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeListingTest {
  private static final String LINK = "-> ";

  private final InMemoryRepository copy =
      new InMemoryRepository(new DfsRepositoryDescription("copy"));

  @Test
  void derivesWhatANewListingWouldSay() throws IOException {
    ObjectId before =
        tree(
            Map.of(
                "a.yaml",
                "1",
                "a/x.yaml",
                "2",
                "a-b/y.yaml",
                "3",
                "gone/z.yaml",
                "4",
                "é.yaml",
                "5",
                "link.yaml",
                LINK + "a.yaml",
                "folder",
                "a file"));
    ObjectId after =
        tree(
            Map.of(
                "a.yaml",
                "1",
                "a/x.yaml",
                "new",
                "a-b/y.yaml",
                "3",
                "é.yaml",
                LINK + "a.yaml",
                "link.yaml",
                "a file now",
                "folder/in.yaml",
                "6",
                "b/new.yaml",
                "7"));

    TreeListing derived = TreeListing.of(copy, before).next(copy, after);

    assertThat(derived).isEqualTo(TreeListing.of(copy, after));
    assertThat(derived.next(copy, before)).isEqualTo(TreeListing.of(copy, before));
    assertThat(derived.files())
        .extracting(Snapshot.File::path)
        .containsExactly(
            "a-b/y.yaml", "a.yaml", "a/x.yaml", "b/new.yaml", "folder/in.yaml", "link.yaml");
    assertThat(derived.links()).extracting(Snapshot.File::path).containsExactly("é.yaml");
  }

  @Test
  void beginsAnewWhereTheLastTreeWasTidiedAway(@TempDir Path folder) throws IOException {
    try (Repository onDisk =
        new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build()) {
      onDisk.create(true);
      ObjectId gone = tree(onDisk, Map.of("b/b.yaml", "2"));
      ObjectId tree = tree(onDisk, Map.of("a.yaml", "1"));
      Listings listings = new Listings(onDisk);
      assertThat(listings.of(gone).files()).hasSize(1);

      Files.delete(
          folder
              .resolve("objects")
              .resolve(gone.name().substring(0, 2))
              .resolve(gone.name().substring(2)));

      assertThat(listings.of(tree)).isEqualTo(TreeListing.of(onDisk, tree));
    }
  }

  @Test
  void anEmptyTreeHoldsNothing() throws IOException {
    assertThat(TreeListing.of(copy, tree(Map.of())).files()).isEmpty();
  }

  private ObjectId tree(Map<String, String> content) throws IOException {
    return tree(copy, content);
  }

  private static ObjectId tree(Repository copy, Map<String, String> content) throws IOException {
    DirCache cache = DirCache.newInCore();
    DirCacheBuilder builder = cache.builder();
    try (ObjectInserter inserter = copy.newObjectInserter()) {
      for (Map.Entry<String, String> file : new TreeMap<>(content).entrySet()) {
        boolean link = file.getValue().startsWith(LINK);
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(link ? FileMode.SYMLINK : FileMode.REGULAR_FILE);
        entry.setObjectId(
            inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
        builder.add(entry);
      }
      builder.finish();
      ObjectId tree = cache.writeTree(inserter);
      inserter.flush();
      return tree;
    }
  }
}
