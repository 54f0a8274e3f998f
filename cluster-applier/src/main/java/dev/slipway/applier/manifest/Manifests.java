package dev.slipway.applier.manifest;

import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.sops.Decryption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of YAML files by their content, the least used forgotten first; Flux's own among
 * them. An encrypted file is decrypted. Safe for any thread.
 */
public final class Manifests {
  private static final long MOST_BYTES = 8 << 20;

  private record Parsed(List<KubernetesObject> objects, int bytes) {}

  private final Map<String, Parsed> byContent = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** Whether a file of that name is read. */
  public static boolean isYaml(SourceFile file) {
    return file.fileName().endsWith(".yaml") || file.fileName().endsWith(".yml");
  }

  /**
   * The objects that the file declares.
   *
   * @throws RefusedException {@code UNREADABLE_MANIFEST}, {@code DECRYPTION_FAILED}
   */
  public List<KubernetesObject> of(SourceFile file, Folder folder, Decryption decryption) {
    String plainKey = file.content();
    String secretKey = file.content() + " " + decryption.name();
    synchronized (this) {
      Parsed known = byContent.get(plainKey);
      if (known == null) {
        known = byContent.get(secretKey);
      }
      if (known != null) {
        return known.objects();
      }
    }
    byte[] content = folder.read(file);
    boolean encrypted = Decryption.isEncrypted(content);
    List<KubernetesObject> objects =
        encrypted
            ? ManifestReader.objects(file.path(), decryption.documents(file.path(), content))
            : ManifestReader.objects(file.path(), content);
    keep(encrypted ? secretKey : plainKey, new Parsed(objects, content.length));
    return objects;
  }

  private synchronized void keep(String key, Parsed parsed) {
    if (byContent.putIfAbsent(key, parsed) == null) {
      bytes += parsed.bytes();
    }
    Iterator<Parsed> oldest = byContent.values().iterator();
    while (bytes > MOST_BYTES && oldest.hasNext()) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }
}
