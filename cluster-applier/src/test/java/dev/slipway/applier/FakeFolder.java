package dev.slipway.applier;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Files in memory. */
public final class FakeFolder implements Folder {
  public static final String LINK = "symbolic link";
  private final TreeMap<String, String> commit;
  private final String path;
  private final List<String> reads;

  /**
   * A folder of a commit.
   *
   * @param commit every file by its path; one that says {@link #LINK} is a link
   */
  public FakeFolder(Map<String, String> commit, String path) {
    this(commit, path, new ArrayList<>());
  }

  private FakeFolder(Map<String, String> commit, String path, List<String> reads) {
    this.commit = new TreeMap<>(commit);
    this.path = path;
    this.reads = reads;
  }

  /** The paths of the files that were read, in order. */
  public List<String> reads() {
    return reads;
  }

  @Override
  public List<SourceFile> files() {
    return commit.entrySet().stream()
        .filter(e -> path.isEmpty() || e.getKey().startsWith(path + "/"))
        .filter(e -> !e.getValue().equals(LINK))
        .map(e -> file(e.getKey(), e.getValue()))
        .toList();
  }

  @Override
  public byte[] read(SourceFile file) {
    reads.add(file.path());
    return commit.getOrDefault(file.path(), "").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Entry find(String wanted) {
    String content = commit.get(wanted);
    if (content != null) {
      return content.equals(LINK) ? new Entry.Elsewhere() : new Entry.File(file(wanted, content));
    }
    return directories().contains(wanted) ? new Entry.Directory() : new Entry.Absent();
  }

  private Set<String> directories() {
    Set<String> directories = new HashSet<>(Set.of(""));
    for (String file : commit.keySet()) {
      for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1)) {
        directories.add(file.substring(0, slash));
      }
    }
    return directories;
  }

  @Override
  public Folder folder(String other) {
    return new FakeFolder(commit, other, reads);
  }

  private static SourceFile file(String path, String content) {
    return new SourceFile(path, "blob" + Objects.hash(content));
  }
}
