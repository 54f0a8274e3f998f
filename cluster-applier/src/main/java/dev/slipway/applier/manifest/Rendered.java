package dev.slipway.applier.manifest;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.object.Digest;
import dev.slipway.applier.object.KubernetesObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a program rendered.
 *
 * @param objects each with an id of its own content, so that an object which came out as before
 *     counts as unchanged
 * @param bytes how long the text was
 */
public record Rendered(List<DesiredObject> objects, int bytes) {
  public Rendered {
    objects = List.copyOf(objects);
  }

  /**
   * Reads a program's output.
   *
   * @param file that the program was given, for people to read
   * @param program for people to read
   */
  public static Rendered of(String file, String program, String output) {
    String name = file + " (rendered by " + program + ")";
    List<DesiredObject> objects = new ArrayList<>();
    for (KubernetesObject object :
        ManifestReader.objects(name, output.getBytes(StandardCharsets.UTF_8))) {
      objects.add(desired(file, object));
    }
    return new Rendered(objects, output.length());
  }

  /** An object that some program or we ourselves made of that file. */
  public static DesiredObject desired(String file, KubernetesObject object) {
    return new DesiredObject(
        object, new SourceFile(file, "sha256:" + Digest.of(object.content().toString())));
  }

  /** Renders what was not rendered before, the least used forgotten first. Safe for any thread. */
  public static final class Memory {
    private static final long MOST_BYTES = 8 << 20;

    /** Renders. */
    @FunctionalInterface
    public interface Work {
      Rendered render() throws InterruptedException;
    }

    private final Map<String, Rendered> byInputs = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * The objects.
     *
     * @param inputs stands for all that the outcome depends on
     * @throws RefusedException as the work does; that is not remembered
     */
    public List<DesiredObject> of(String inputs, Work work) throws InterruptedException {
      String key = Digest.of(inputs);
      synchronized (this) {
        Rendered known = byInputs.get(key);
        if (known != null) {
          return known.objects();
        }
      }
      Rendered rendered = work.render();
      keep(key, rendered);
      return rendered.objects();
    }

    private synchronized void keep(String key, Rendered rendered) {
      if (byInputs.putIfAbsent(key, rendered) == null) {
        bytes += rendered.bytes();
      }
      Iterator<Rendered> oldest = byInputs.values().iterator();
      while (bytes > MOST_BYTES && byInputs.size() > 1 && oldest.hasNext()) {
        bytes -= oldest.next().bytes();
        oldest.remove();
      }
    }
  }
}
