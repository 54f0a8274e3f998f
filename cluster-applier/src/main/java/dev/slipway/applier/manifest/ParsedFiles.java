package dev.slipway.applier.manifest;

import dev.slipway.applier.Folder;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.object.KubernetesObject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects of files by their content, the least used forgotten first. */
final class ParsedFiles {
  private static final long MOST_BYTES = 8 << 20;

  private record Parsed(List<KubernetesObject> objects, int bytes) {}

  private final Map<String, Parsed> byContent = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  List<KubernetesObject> of(SourceFile file, Folder folder) {
    synchronized (this) {
      Parsed known = byContent.get(file.content());
      if (known != null) {
        return known.objects();
      }
    }
    byte[] content = folder.read(file);
    Parsed parsed = new Parsed(ManifestReader.objects(file.path(), content), content.length);
    keep(file.content(), parsed);
    return parsed.objects();
  }

  private synchronized void keep(String content, Parsed parsed) {
    if (byContent.putIfAbsent(content, parsed) == null) {
      bytes += parsed.bytes();
    }
    Iterator<Parsed> oldest = byContent.values().iterator();
    while (bytes > MOST_BYTES && oldest.hasNext()) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }
}
