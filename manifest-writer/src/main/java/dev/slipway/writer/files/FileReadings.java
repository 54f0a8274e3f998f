package dev.slipway.writer.files;

import dev.slipway.writer.Snapshot;
import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.edit.ManifestEditor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what files' bytes say, so that an unchanged file is read once. Most say nothing of any
 * image: of those it keeps only that. For one thread at a time.
 */
final class FileReadings {
  private static final int REMEMBERED_READINGS = 20_000;
  private static final int REMEMBERED_AS_SILENT = 150_000;

  private final ManifestEditor editor = new ManifestEditor();
  private final Map<String, FileReading> readings = remembering(REMEMBERED_READINGS);
  private final Map<String, Boolean> silent = remembering(REMEMBERED_AS_SILENT);

  /** Keeps so many, the last ones asked for. */
  static <V> Map<String, V> remembering(int most) {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }

  void forget() {
    readings.clear();
    silent.clear();
  }

  FileReading of(Snapshot snapshot, Snapshot.File file, FileName name, SoughtImages sought) {
    boolean byContent = sought.configured(name).isEmpty();
    if (byContent && silent.get(file.content()) != null) {
      return FileReading.NOTHING;
    }
    String key = byContent ? file.content() : file.content() + " " + file.path();
    FileReading known = readings.get(key);
    if (known != null) {
      return known;
    }
    FileReading reading = read(snapshot, file, name, sought);
    if (byContent && reading.isEmpty()) {
      silent.put(file.content(), Boolean.TRUE);
      return FileReading.NOTHING;
    }
    readings.put(key, reading);
    return reading;
  }

  private FileReading read(
      Snapshot snapshot, Snapshot.File file, FileName name, SoughtImages sought) {
    Optional<FileReading> tooLarge =
        ManifestEditor.tooLarge(snapshot.size(file)).map(FileReading::unread);
    if (tooLarge.isPresent()) {
      return tooLarge.get();
    }
    byte[] content = snapshot.read(file);
    return FileReading.of(
        editor.look(name, content, sought.targets(name, content), sought::isDeclared));
  }
}
