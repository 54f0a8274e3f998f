package dev.slipway.writer.edit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays recorded edits: each row names a file's content before, and what its markers held after.
 *
 * <p>Writes the file of row N, edited or not, as {@code <out>/N}, and one verdict per row.
 */
final class BatchEdit {
  private static final int ROWS_AT_ONCE = 4_096;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ManifestEditor editor = new ManifestEditor();
  private final Path blobs;
  private final Path out;
  private final PrintStream verdicts;

  BatchEdit(Path blobs, Path out, PrintStream verdicts) {
    this.blobs = blobs;
    this.out = out;
    this.verdicts = verdicts;
  }

  /** What became of a row: its result is edited, unchanged, refused, or failed for a bad row. */
  record Verdict(
      int row,
      String result,
      @Nullable String reason,
      @Nullable Integer line,
      @Nullable String message) {
    static Verdict failed(int row, String message) {
      return new Verdict(row, "failed", "bad-row", null, message);
    }
  }

  /**
   * @return whether every row could be read
   * @throws IOException where the rows can't be read
   */
  boolean run(Path rows) throws IOException {
    Files.createDirectories(out);
    boolean good = true;
    int first = 1;
    // Not Files.newBufferedReader: one byte that is no UTF-8 must not end the run.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(rows), StandardCharsets.UTF_8))) {
      List<String> chunk = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        chunk.add(line);
        if (chunk.size() == ROWS_AT_ONCE) {
          good &= chunk(chunk, first);
          first += chunk.size();
          chunk.clear();
        }
      }
      good &= chunk(chunk, first);
    }
    return good;
  }

  private boolean chunk(List<String> rows, int first) {
    List<Verdict> done =
        IntStream.range(0, rows.size())
            .parallel()
            .mapToObj(i -> row(first + i, rows.get(i)))
            .toList();
    StringBuilder text = new StringBuilder();
    done.forEach(verdict -> text.append(JSON.writeValueAsString(verdict)).append('\n'));
    verdicts.print(text);
    verdicts.flush();
    return done.stream().noneMatch(verdict -> verdict.result().equals("failed"));
  }

  private Verdict row(int number, String line) {
    try {
      JsonNode row = JSON.readTree(line);
      FileName file = FileName.parse(row.path("path").stringValue());
      byte[] before = Files.readAllBytes(blobs.resolve(row.path("parent").stringValue()));
      List<Update> updates = new ArrayList<>();
      for (Map.Entry<String, JsonNode> update : row.path("updates").properties()) {
        updates.add(update(file, update.getKey(), update.getValue().path(1).stringValue()));
      }
      return verdict(number, editor.edit(file, before, updates), before);
    } catch (JacksonException | IllegalArgumentException e) {
      return Verdict.failed(number, String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      return Verdict.failed(number, e.toString());
    } catch (RuntimeException | StackOverflowError e) {
      // A defect of the editor's: worth its row, and not the other rows.
      return new Verdict(number, "failed", "internal-error", null, e.toString());
    }
  }

  /** A key is a marker's name, or else a path. */
  private static Update update(FileName file, String key, String text) {
    NewValue value = new NewValue.Text(text);
    return Marker.tryParse(key)
        .map(marker -> new Update(new Target.Marked(marker.policy(), marker.part()), value))
        .orElseGet(
            () -> new Update(new Target.AtPath(file, YamlPath.parse(key), Part.REFERENCE), value));
  }

  private Verdict verdict(int row, EditResult result, byte[] before) {
    return switch (result) {
      case EditResult.Edited(byte[] content, List<Change> _, List<Refusal> refusals) -> {
        write(row, content);
        yield verdict(row, "edited", refusals);
      }
      case EditResult.Refused(List<Refusal> refusals) -> {
        write(row, before);
        yield verdict(row, "refused", refusals);
      }
      case EditResult.Unchanged(int targets) -> {
        write(row, before);
        yield new Verdict(
            row, "unchanged", targets == 0 ? "no-target" : "already-there", null, null);
      }
    };
  }

  private static Verdict verdict(int row, String result, List<Refusal> refusals) {
    if (refusals.isEmpty()) {
      return new Verdict(row, result, null, null, null);
    }
    Refusal refusal = refusals.getFirst();
    return new Verdict(row, result, refusal.reason().toString(), refusal.line(), refusal.message());
  }

  private void write(int row, byte[] content) {
    try {
      Files.write(out.resolve(Integer.toString(row)), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
