package dev.slipway.writer.flux;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files by their path. */
record FilesInMemory(Map<String, String> files) implements RepositoryFiles {
  static FilesInMemory of(String... pathsAndTexts) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.put(pathsAndTexts[i], pathsAndTexts[i + 1]);
    }
    return new FilesInMemory(files);
  }

  FilesInMemory with(String path, String text) {
    Map<String, String> more = new TreeMap<>(files);
    more.put(path, text);
    return new FilesInMemory(more);
  }

  FilesInMemory without(String path) {
    Map<String, String> fewer = new TreeMap<>(files);
    fewer.remove(path);
    return new FilesInMemory(fewer);
  }

  @Override
  public List<Entry> all() {
    return files.entrySet().stream()
        .map(file -> new Entry(file.getKey(), Integer.toHexString(file.getValue().hashCode())))
        .toList();
  }

  @Override
  public byte[] read(Entry file) {
    return String.valueOf(files.get(file.path())).getBytes(StandardCharsets.UTF_8);
  }
}
