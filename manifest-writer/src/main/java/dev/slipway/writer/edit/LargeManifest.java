package dev.slipway.writer.edit;

import dev.slipway.writer.edit.DocumentSplit.Piece;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A file that is too large to be read at once: it is read document by document, and only markers
 * and paths say what changes in it.
 */
final class LargeManifest {
  private final byte[] content;
  private final List<Piece> pieces;

  LargeManifest(byte[] content) {
    this.content = content;
    this.pieces = content.length > SizeLimits.HERE.whole() ? List.of() : DocumentSplit.of(content);
  }

  static boolean isOne(byte[] content) {
    return content.length > SizeLimits.AT_ONCE;
  }

  /**
   * Why none of it must be touched; one bad document spoils the file, as it does for its readers.
   */
  Optional<Refusal> refusal() {
    if (content.length > SizeLimits.HERE.whole()) {
      return Optional.of(
          new Refusal(
              RefusalReason.TOO_LARGE,
              0,
              "the file has %d bytes, and files over %s are not edited with this heap: split it, or"
                      .formatted(content.length, SizeLimits.megabytes(SizeLimits.HERE.whole()))
                  + " give Slipway more memory"));
    }
    for (Piece piece : pieces) {
      if (Screening.of(piece.of(content)) instanceof Screening.Untouchable(Refusal refusal)) {
        return Optional.of(piece.inFile(refusal));
      }
    }
    return Optional.empty();
  }

  /** Edits what each document's own updates are. */
  EditResult edit(
      FileName file, List<Update> updates, BiFunction<byte[], List<Update>, EditResult> editor) {
    Optional<Refusal> untouchable = refusal();
    if (untouchable.isPresent()) {
      return new EditResult.Refused(List.of(untouchable.get()));
    }
    List<Refusal> refusals = new ArrayList<>();
    Map<Piece, List<Update>> byPiece = assign(file, updates, refusals);
    List<Change> changes = new ArrayList<>();
    ByteArrayOutputStream edited = new ByteArrayOutputStream(content.length + 1024);
    int same = 0;
    for (Piece piece : pieces) {
      List<Update> here = byPiece.getOrDefault(piece, List.of());
      byte[] bytes = piece.of(content);
      EditResult result = here.isEmpty() ? new EditResult.Unchanged(0) : editor.apply(bytes, here);
      result.refusals().forEach(refusal -> refusals.add(piece.inFile(refusal)));
      switch (result) {
        case EditResult.Edited(byte[] after, List<Change> changed, List<Refusal> _) -> {
          changed.forEach(change -> changes.add(piece.inFile(change)));
          edited.writeBytes(after);
        }
        case EditResult.Unchanged(int targets) -> {
          same += targets;
          edited.writeBytes(bytes);
        }
        case EditResult.Refused _ -> edited.writeBytes(bytes);
      }
    }
    if (!changes.isEmpty()) {
      return new EditResult.Edited(edited.toByteArray(), changes, refusals);
    }
    return refusals.isEmpty() ? new EditResult.Unchanged(same) : new EditResult.Refused(refusals);
  }

  /** Markers are looked for in every document that has any; a path must lead somewhere in one. */
  private Map<Piece, List<Update>> assign(
      FileName file, List<Update> updates, List<Refusal> refusals) {
    Map<Piece, List<Update>> byPiece = new LinkedHashMap<>();
    for (Update update : updates) {
      switch (update.target()) {
        case Target.Marked _ ->
            pieces.stream()
                .filter(piece -> Glance.hasMarkers(piece.of(content)))
                .forEach(piece -> add(byPiece, piece, update));
        case Target.AtPath(FileName in, YamlPath path, _) -> {
          if (in.equals(file)) {
            assign(update, path, byPiece, refusals);
          }
        }
        case Target.Naming _ -> {}
      }
    }
    return byPiece;
  }

  private void assign(
      Update update, YamlPath path, Map<Piece, List<Update>> byPiece, List<Refusal> refusals) {
    List<Piece> found = new ArrayList<>();
    for (Piece piece : pieces) {
      if (leadsSomewhere(piece, path)) {
        found.add(piece);
      }
    }
    if (found.size() == 1) {
      add(byPiece, found.getFirst(), update);
    } else if (found.isEmpty()) {
      refusals.add(
          new Refusal(
              RefusalReason.PATH_NOT_FOUND, 0, "nothing at '" + path + "' in any document"));
    } else {
      refusals.add(
          new Refusal(
              RefusalReason.AMBIGUOUS_PATH,
              1 + found.getFirst().linesBefore(),
              "'%s' leads to values in %d documents; mark the right one instead"
                  .formatted(path, found.size())));
    }
  }

  private boolean leadsSomewhere(Piece piece, YamlPath path) {
    return Screening.of(piece.of(content)) instanceof Screening.Editable(YamlText yaml)
        && !(PathFinder.find(yaml, path) instanceof PathFinder.Found.Nothing(Refusal refusal)
            && refusal.reason() == RefusalReason.PATH_NOT_FOUND);
  }

  private static void add(Map<Piece, List<Update>> byPiece, Piece piece, Update update) {
    byPiece.computeIfAbsent(piece, _ -> new ArrayList<>()).add(update);
  }

  /** What stands in each document that may hold any. */
  List<FoundValue> find(
      BiFunction<byte[], List<Target>, List<FoundValue>> finder, List<Target> targets) {
    List<Target> sayable =
        targets.stream().filter(target -> !(target instanceof Target.Naming)).toList();
    List<FoundValue> found = new ArrayList<>();
    boolean paths = sayable.stream().anyMatch(Target.AtPath.class::isInstance);
    for (Piece piece : refusal().isPresent() ? List.<Piece>of() : pieces) {
      byte[] bytes = piece.of(content);
      if (paths || Glance.hasMarkers(bytes)) {
        finder.apply(bytes, sayable).forEach(value -> found.add(piece.inFile(value)));
      }
    }
    return found;
  }
}
